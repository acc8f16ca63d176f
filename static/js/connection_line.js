// The line that says how the live connection stands: silent for five seconds, then plain.
import { loginAddress } from './session.js';

const line = document.getElementById('connection');
const [words, wait, button] = line?.children ?? [];
const PATIENCE = 5000;
let lostAt = 0;
let wasLive = false;
let ticking;

const say = line?.dataset; // in the reader's language
const back = (count) => (count > 1 ? say.backs.replace('{n}', count) : count ? say.back1 : say.back);
const isSilent = () => Date.now() - lostAt < PATIENCE;

function put(state, text, rest = '') {
  line.dataset.state = state;
  if (words.textContent !== text) words.textContent = text; // said once by screen readers, not every second
  wait.textContent = rest;
  button.hidden = !text || state === 'live';
}

// `draw` runs now and every second, for the countdown and for the end of the silence.
function follow(draw) {
  clearInterval(ticking);
  lostAt ||= Date.now();
  draw();
  ticking = setInterval(draw, 1000);
}

export function sayConnecting() {
  const { state } = line.dataset;
  follow(() => put(state === 'offline' ? state : 'connecting', isSilent() ? '' : words.textContent || (wasLive ? say.lost : say.connecting)));
}

export function sayWaiting(seconds, isOffline) {
  const until = Date.now() + seconds * 1000;
  follow(() => {
    if (isSilent()) return put('connecting', '');
    const left = Math.max(1, Math.ceil((until - Date.now()) / 1000));
    const text = isOffline ? say.offline : say.lost;
    put(isOffline ? 'offline' : 'connecting', text, ` – ${say.again.replace('{n}', left)}`);
  });
}

export function sayLive(caughtUp) {
  clearInterval(ticking);
  const said = words.textContent;
  lostAt = 0;
  wasLive = true;
  put('live', '');
  if (!said) return;
  setTimeout(() => put('live', back(caughtUp())), 700); // once the replay is in
  ticking = setTimeout(() => put('live', ''), 6000);
}

export function sayOver() {
  clearInterval(ticking);
  const link = Object.assign(document.createElement('a'), { href: loginAddress(), textContent: say.signIn });
  put('offline', `${say.over} `);
  button.hidden = true;
  wait.replaceChildren(link);
  wait.removeAttribute('aria-hidden');
}

export const onRetry = (act) => button.addEventListener('click', act);
