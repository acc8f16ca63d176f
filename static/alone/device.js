// The account page: turns the signal of this device on and off. The browser asks its person after a click, never before.
const signal = () => document.getElementById('signal');
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt());
const subscriptions = async () => (await navigator.serviceWorker.ready).pushManager;
const forget = async () => (await (await subscriptions()).getSubscription())?.unsubscribe();

function say(what) {
  for (const line of signal().querySelectorAll('[data-says]')) line.hidden = line.dataset.says !== what;
}

async function turnOn(button) {
  const { turnOn: address, key } = button.dataset;
  say();
  if (!navigator.serviceWorker || !window.PushManager) return say('unable');
  if ((await Notification.requestPermission()) !== 'granted') return say('denied');
  await forget(); // it may be of whoever had this phone before, or for another key
  const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  const { endpoint, keys } = (await (await subscriptions()).subscribe(options)).toJSON();
  await window.htmx.ajax('POST', address, { source: button, target: '#signal', swap: 'outerHTML', values: { endpoint, ...keys } });
}

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-turn-on]');
  if (button) turnOn(button).catch(() => say('failed'));
  else if (target.closest('[data-turn-off]') && navigator.serviceWorker) forget();
});
