// Keeps the browser's session alive: a new access token before the old one ends, and what to do when it is over.
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? '';
export const csrf = () => cookie('csrf_access_token');
export const loginAddress = () => `/login?next=${encodeURIComponent(location.pathname + location.search)}`;

let life = Number(document.body.dataset.tokenExpiresIn);
let endsAt;
let renewal;
let underway;
export const expired = () => Date.now() >= endsAt;

function plan(seconds) {
  clearTimeout(renewal);
  renewal = setTimeout(refresh, seconds * 1000);
}

function trust(seconds) {
  life = seconds;
  endsAt = Date.now() + seconds * 1000;
  plan(seconds * (0.7 + Math.random() * 0.15));
}

// Resolves to 'renewed', 'over' (sign in again) or 'unreachable' (tried again later). Callers share one request.
export function refresh() {
  underway ??= renew().finally(() => { underway = null; });
  return underway;
}

async function renew() {
  try {
    const headers = { 'X-CSRF-TOKEN': cookie('csrf_refresh_token'), Accept: 'application/json' };
    const answer = await fetch('/session/refresh', { method: 'POST', headers });
    if (answer.ok && !answer.redirected) {
      trust((await answer.json().catch(() => ({}))).expires_in ?? life);
      return 'renewed';
    }
    if (answer.status < 429) {
      clearTimeout(renewal);
      document.dispatchEvent(new Event('session:over'));
      return 'over';
    }
  } catch { /* no network is the same as a server that cannot answer now */ }
  plan(10);
  return 'unreachable';
}

// Somebody else's page, or nobody's any more: nothing of it may stay on the screen.
export function discard(address) {
  document.body.replaceChildren();
  if (address) location.replace(address); else location.reload();
}

// Resolves to this page as the server shows it now, as a document.
export async function fetchPage() {
  const load = () => fetch(location.href, { headers: { Accept: 'text/html' }, cache: 'no-store' });
  const isLost = (answer) => answer.redirected || answer.status === 401;
  let answer = await load();
  if (isLost(answer) && (await refresh()) === 'renewed') answer = await load();
  if (answer.status === 403 || answer.status === 404) discard();
  if (!answer.ok || isLost(answer)) throw new Error(`page: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

export function startSession() {
  if (life) trust(life);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && expired()) refresh(); // timers sleep with the phone
  });
}
