// Toasts, the echo of what is already in the notification centre, and the number of unread ones.
const toastBox = document.getElementById('toasts');
const MOST = 3;
const LIFE = 8000;
const LASTING = ['warning', 'urgent']; // asks for an act: does not go away by itself
const ABOUT_ONE = /[0-9a-f-]{36}$/; // the address of one thing
const seen = new Set(); // event ids: one event may come by two streams
const QUIET = 250; // ms without news, after which what came is echoed: a burst is said once
const BURST = 1000; // ms that it waits for that
let waiting = []; // loud events that are not echoed yet
let changes = 0; // events of this burst, loud or not
let burstBegan = 0; // when it began
let echoing;
let offered; // the toast that offers to take something back
let gathered = 0; // how many stand behind « 5 nouvelles »
let paused = false;
let counting; // the request for the count, while it is on its way
let isStale = false;

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const plain = () => [...toastBox.querySelectorAll('.toast:not([role])')];

function dismiss(toast) {
  const focused = toast.contains(document.activeElement);
  clearInterval(toast.timer);
  if (toast.dataset.gathered) gathered = 0;
  toast.remove();
  if (focused) (toastBox.querySelector('button') ?? document.getElementById('main')).focus();
}

// Seen by whoever is at the very page of its thing, it is read.
function retire(toast) {
  const { event_id: id, url } = toast.told;
  if (id && ABOUT_ONE.test(url) && url === location.pathname) window.htmx.ajax('POST', `/notifications/${id}/read`, { swap: 'none' });
  dismiss(toast);
}

function wind() {
  for (const toast of plain()) {
    clearTimeout(toast.timer);
    if (!paused && !document.hidden && !('lasts' in toast.dataset)) toast.timer = setTimeout(retire, LIFE, toast);
  }
}

// Opening what a toast announces reads it, as opening its row in the centre does.
function readOnOpening(link, id) {
  link.setAttribute('hx-post', `/notifications/${id}/read`);
  link.setAttribute('hx-vals', '{"opened":"1"}');
  link.setAttribute('hx-swap', 'none');
  window.htmx.process(link);
}

function raise(told, role) {
  const { event_id, title, message, url, level = 'info', lasts = LASTING.includes(level) } = told;
  const toast = make('div', { className: 'toast', told });
  toast.dataset.level = level;
  if (role) toast.role = role;
  if (lasts) toast.dataset.lasts = '';
  const words = make(url ? 'a' : 'p', url ? { href: url } : {});
  if (title) words.append(make('strong', { textContent: title }), ' ');
  words.append(message ?? '');
  const close = make('button', { type: 'button', ariaLabel: toastBox.dataset.close, onclick: () => retire(toast) });
  toast.append(words, close);
  toastBox.append(toast);
  if (event_id && url) readOnOpening(words, event_id);
  wind();
  return toast;
}

// More than three at once is noise: they become one line that leads to the centre. What is dangerous stays by itself.
function echo(told) {
  const standing = plain();
  const isRoom = toastBox.querySelectorAll('.toast').length + told.length <= MOST && !(gathered && told.length);
  if (isRoom || standing.length + told.length < 2) return told.forEach((event) => raise(event));
  gathered += told.length + standing.filter((toast) => !toast.dataset.gathered).length;
  const lasts = told.some(({ level }) => LASTING.includes(level)) || standing.some((toast) => 'lasts' in toast.dataset);
  standing.forEach((toast) => { toast.remove(); });
  raise({ title: toastBox.dataset.many.replace('{n}', gathered), url: '/notifications', lasts }).dataset.gathered = 'yes';
}

// Said once to those who listen, and not shown.
export function murmur(words) {
  const said = make('p', { className: 'visually-hidden', textContent: words });
  toastBox.append(said);
  setTimeout(() => said.remove(), LIFE);
}

function endBurst() {
  if (waiting.length) echo(waiting);
  else if (changes > MOST) murmur(toastBox.dataset.changes.replace('{n}', changes)); // many, without a word
  waiting = [];
  changes = 0;
}

// An echo of what was read on another tab, or overtaken since by news of the same thing, is only in the way.
export function hush({ type, data, url }) {
  const isRead = (told) => data?.all || told.event_id === data?.notification_id || (data?.about && told.url?.endsWith(data.about));
  const isOvertaken = (told) => ABOUT_ONE.test(url) && told.url === url;
  const isOver = type === 'notification_read' ? isRead : isOvertaken;
  waiting = waiting.filter((told) => !isOver(told));
  plain().filter(({ told }) => isOver(told)).forEach(dismiss);
  if (data?.undone && offered) dismiss(offered);
}

export function announce(event) {
  if (seen.has(event.event_id)) return;
  seen.add(event.event_id);
  if (event.notify) {
    if (counting) isStale = true;
    else showCount(Number(document.getElementById('unread-count')?.textContent) + 1);
  }
  if (event.notify && event.level === 'urgent') {
    raise(event, 'alert');
    return echo([]);
  }
  if (event.notify) waiting.push(event);
  if (!changes++) burstBegan = Date.now();
  clearTimeout(echoing);
  echoing = setTimeout(endBurst, Date.now() - burstBegan < BURST ? QUIET : 0);
}

// What was done to many may be taken back for some seconds, which stand still while somebody is at it.
function offer({ detail: { message, act, url, seconds } }) {
  if (offered) dismiss(offered);
  const toast = offered = raise({ message, level: 'success' }, 'group');
  const left = make('span', { ariaHidden: true, textContent: ` ${seconds}\u00a0s` });
  const button = make('button', { type: 'button', className: 'undo' });
  button.append(act, left);
  button.setAttribute('hx-post', url);
  button.setAttribute('hx-target', '#notifications');
  toast.querySelector('p').append(' ', button);
  window.htmx.process(button);
  button.addEventListener('htmx:afterRequest', ({ detail }) => detail.successful && dismiss(toast));
  toast.timer = setInterval(() => {
    if (!paused) seconds -= 1;
    left.textContent = ` ${seconds}\u00a0s`;
    if (seconds < 1) dismiss(toast);
  }, 1000);
}

// What a status means, where the answer does not say it itself.
export const meaning = (status) => toastBox.dataset[`http${status}`] ?? toastBox.dataset.http500;

// A failure: stays until it is closed, and is said once.
export function alarm(message) {
  const same = [...toastBox.querySelectorAll('[role=alert] p')].some((words) => words.textContent === message);
  if (!same) raise({ message, level: 'urgent' }, 'alert');
}

export function showCount(count) {
  const badge = document.getElementById('unread-count');
  if (!badge || Number.isNaN(Number(count))) return;
  if (Number(badge.textContent) !== Number(count)) queueMicrotask(() => document.body.dispatchEvent(new Event('unread')));
  badge.dataset.count = badge.textContent = Number(count);
  const title = document.title.replace(/^\(\d+\) /, '');
  document.title = Number(count) ? `(${count}) ${title}` : title;
}

// Read somewhere else: only the server knows how many are left.
export async function recount() {
  if (counting) return void (isStale = true);
  do {
    isStale = false;
    counting = fetch('/notifications/count').then((answer) => (answer.ok ? answer.text() : Promise.reject()));
    const html = await counting.catch(() => '');
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('unread-count');
    if (fresh) showCount(fresh.textContent);
  } while (isStale);
  counting = null;
}

// The page scrolls as far as toasts reach, so that nothing need stay below them; what has the focus comes out at once.
function makeRoom() {
  const { style } = document.documentElement;
  const room = `${toastBox.offsetHeight}px`;
  if (room === (style.getPropertyValue('--said') || '0px')) return; // or the whole page would be styled anew for nothing
  style.setProperty('--said', room);
  const at = document.querySelector('main :focus-visible');
  const [here, there] = [at ?? toastBox, toastBox].map((element) => element.getBoundingClientRect());
  if (here.bottom > there.top && here.top < there.bottom) at?.scrollIntoView({ block: 'nearest' });
}

export function startToasts() {
  new ResizeObserver(makeRoom).observe(toastBox);
  const pause = (value) => () => { paused = value; wind(); };
  toastBox.addEventListener('pointerenter', pause(true));
  toastBox.addEventListener('pointerleave', pause(false));
  toastBox.addEventListener('focusin', pause(true));
  toastBox.addEventListener('focusout', pause(false));
  document.addEventListener('visibilitychange', wind);
  document.addEventListener('undoable', offer);
}
