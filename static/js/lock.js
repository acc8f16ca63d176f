// The lock of a shared phone. What is on the page is taken out of the document, into this tab's memory, not covered: nobody
// reads it, and what was being typed is there again with the right PIN. The server locks the session besides.
import { csrf, discard } from './session.js';
import { htmx } from './swap.js';

const BEATS = 4; // in the time until the lock, so often somebody's presence is told (domain/locks.py)
const { lockAfter } = document.body.dataset;
const patience = Number(lockAfter) * 60_000;
const screen = document.getElementById('lock-screen');
const otherTabs = lockAfter && 'BroadcastChannel' in window && new BroadcastChannel('fadjma-presence');
let away = null; // what was taken out; `isKnown`: the server has locked too
let seenAt = Date.now();
let toldAt = 0;

export const isCovered = () => Boolean(away);
const isUnsaved = () => away.before.concat(away.after).some((node) => node.querySelector?.('[data-dirty]'));

function takeOut(toasts) {
  document.querySelectorAll('dialog[open]').forEach((dialog) => { dialog.close(); }); // they would come back as no dialogs
  const all = [...document.body.childNodes];
  const at = all.indexOf(toasts);
  const { title, activeElement } = document;
  away = { title, activeElement, top: scrollY, before: all.slice(0, at), after: all.slice(at + 1), toasts: [...toasts.childNodes] };
  for (const node of [...away.before, ...away.after, ...away.toasts]) node.remove();
}

// Without a screen of its own (the PIN is younger than the page) the page leaves for the server's.
export function cover(isKnown = false) {
  if (away) return void (away.isKnown ||= isKnown);
  if (!screen) return discard('/lock');
  const toasts = document.getElementById('toasts');
  takeOut(toasts);
  away.isKnown = isKnown;
  away.screen = Object.assign(document.createElement('main'), { id: 'main', className: 'lock', tabIndex: -1 });
  away.screen.append(screen.content.cloneNode(true));
  document.title = `FADJMA – ${away.screen.querySelector('h1').textContent}`;
  toasts.before(away.screen);
  htmx.process(away.screen);
  away.screen.querySelector('input').focus();
  document.dispatchEvent(new Event('lock:covered'));
}

// The page as it was, if something typed waits there; else a fresh one, which is truer after a while.
function lift() {
  if (!away) return location.replace('/'); // the lock screen as a page of its own
  if (!isUnsaved()) return location.reload();
  const { before, after, toasts: said, title, activeElement, top } = away;
  const toasts = document.getElementById('toasts');
  away.screen.remove();
  away = null;
  toasts.before(...before);
  toasts.after(...after);
  toasts.append(...said);
  document.title = title;
  for (const asks of document.querySelectorAll('[hx-trigger*=every]')) { // htmx forgot them when they left
    const again = asks.cloneNode(true);
    asks.replaceWith(again);
    htmx.process(again);
  }
  activeElement.focus({ preventScroll: true });
  scrollTo(0, top);
  seenAt = Date.now();
  document.dispatchEvent(new Event('lock:lifted'));
}

async function report(path) {
  const headers = { 'X-CSRF-TOKEN': csrf(), 'HX-Request': 'true' };
  const { status } = await fetch(path, { method: 'POST', headers, keepalive: true }).catch(() => ({}));
  if (status === 423 || (away && path === '/lock' && status === 204)) cover(true);
}

function lock() {
  cover();
  report('/lock');
}

function notice() {
  seenAt = Date.now();
  if (away || seenAt - toldAt < patience / BEATS) return;
  toldAt = seenAt;
  otherTabs?.postMessage('here');
  report('/lock/presence');
}

// Another tab may have been opened meanwhile, or the network come back that was missing when this one locked.
async function checkUp() {
  if (!away) return void (Date.now() - seenAt >= patience && lock());
  if (!away.isKnown) return report('/lock');
  const answer = await fetch('/lock', { redirect: 'manual' }).catch(() => ({}));
  if (away && answer.type === 'opaqueredirect') lift();
}

export function startLock() {
  document.addEventListener('unlocked', lift);
  // A PIN that was sent stands in no field, right or wrong.
  document.addEventListener('htmx:beforeSend', ({ target }) => target.id === 'lock-screen-form' && target.reset());
  document.addEventListener('session:over', () => away && discard('/login'));
  if (!lockAfter) return;
  for (const sign of ['pointerdown', 'keydown', 'input', 'scroll']) addEventListener(sign, notice, { passive: true, capture: true });
  if (otherTabs) otherTabs.onmessage = () => { seenAt = Date.now(); };
  setInterval(() => away?.isKnown || checkUp(), 5000);
  addEventListener('pageshow', checkUp);
  addEventListener('online', checkUp);
  document.addEventListener('visibilitychange', () => document.hidden || checkUp());
  document.addEventListener('click', ({ target }) => target.closest('[data-lock]') && lock());
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || event.code !== 'KeyL' || away) return;
    event.preventDefault();
    lock();
  });
  notice();
}
