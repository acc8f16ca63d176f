// Reads the QR of an ordonnance with the camera, where the browser can, and searches for the matricule in it.
const MATRICULE = /ORD-\d{8}-[0-9A-F]{8}/i;
const BETWEEN = 150; // ms from one look to the next: a phone has other things to do
const scanner = document.getElementById('scanner');
const [eye, told] = scanner?.querySelectorAll('video, [role=status]') ?? [];
let asking = 0; // which opening of the dialog is the present one

function tell(word) {
  told.textContent = scanner.dataset[word];
}

function close() {
  asking += 1;
  eye.srcObject?.getTracks().forEach((track) => track.stop());
  eye.srcObject = null;
}

async function look(mine) {
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  while (mine === asking) {
    const [code] = await detector.detect(eye).catch(() => []);
    if (mine !== asking) return;
    const matricule = code?.rawValue.match(MATRICULE)?.[0].toUpperCase();
    if (matricule) return found(matricule);
    if (code) tell('other');
    await new Promise((done) => setTimeout(done, BETWEEN));
  }
}

function found(matricule) {
  const field = document.querySelector('[role=search] [name=matricule]');
  scanner.close();
  field.value = matricule;
  field.form.requestSubmit();
}

async function open() {
  const mine = (asking += 1);
  tell('aim');
  scanner.showModal();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    if (mine !== asking) return stream.getTracks().forEach((track) => track.stop()); // closed while the browser asked
    eye.srcObject = stream;
    await eye.play();
    look(mine);
  } catch ({ name }) {
    if (mine === asking) tell(name === 'NotAllowedError' ? 'refused' : 'missing');
  }
}

export function startScanner() {
  const button = document.querySelector('[data-scan]');
  if (!button || !scanner || !('BarcodeDetector' in window && navigator.mediaDevices)) return;
  button.hidden = false;
  button.addEventListener('click', open);
  scanner.addEventListener('close', close);
  document.addEventListener('visibilitychange', () => document.hidden && scanner.close());
}
