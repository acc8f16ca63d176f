// When what has arrived is shown: all of it in one frame, and not under a thumb that is about to tap.
const STILL = 400; // ms since the pointer last moved or pressed
const AT_MOST = 1200; // ms that anything waits for it
let touched = -Infinity;
let begun = 0; // when what waits began to
let frame = 0;

function turn(show) {
  const now = performance.now();
  if (now - touched < STILL && now - begun < AT_MOST) frame = requestAnimationFrame(() => turn(show));
  else atOnce(show);
}

export function atOnce(show) {
  cancelAnimationFrame(frame);
  frame = 0;
  show();
}

export function soon(show) {
  if (document.hidden) return atOnce(show); // no frame comes where nobody looks
  if (frame) return;
  begun = performance.now();
  frame = requestAnimationFrame(() => turn(show));
}

for (const name of ['pointerdown', 'pointermove', 'touchmove']) {
  addEventListener(name, () => { touched = performance.now(); }, { capture: true, passive: true });
}
