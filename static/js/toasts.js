// Toasts, the echo of what is already in the notification centre, and the number of unread ones.
const toastBox = document.getElementById('toasts');
const MOST = 3;
const LIFE = 8000;
const LASTING = ['warning', 'urgent']; // asks for an act: does not go away by itself
const ABOUT_ONE = /[0-9a-f-]{36}$/; // the address of one thing
const seen = new Set(); // event ids: one event may come by two streams
let gathered = 0; // how many stand behind « 5 nouvelles »
let paused = false;
let counting; // the request for the count, while it is on its way
let isStale = false;

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const plain = () => [...toastBox.querySelectorAll('.toast:not([role])')];

function dismiss(toast) {
  const focused = toast.contains(document.activeElement);
  if (toast.dataset.gathered) gathered = 0;
  toast.remove();
  if (focused) (toastBox.querySelector('button') ?? document.getElementById('main')).focus();
}

function wind() {
  for (const toast of plain()) {
    clearTimeout(toast.timer);
    if (!paused && !document.hidden && !('lasts' in toast.dataset)) toast.timer = setTimeout(dismiss, LIFE, toast);
  }
}

// Opening what a toast announces reads it, as opening its row in the centre does.
function readOnOpening(link, id) {
  link.setAttribute('hx-post', `/notifications/${id}/read`);
  link.setAttribute('hx-vals', '{"opened":"1"}');
  link.setAttribute('hx-swap', 'none');
  window.htmx.process(link);
}

function raise({ event_id, title, message, url, level = 'info', lasts = LASTING.includes(level) }, isAlert) {
  const toast = make('div', { className: 'toast' });
  toast.dataset.level = level;
  if (isAlert) toast.role = 'alert';
  if (lasts) toast.dataset.lasts = '';
  if (event_id) toast.dataset.event = event_id;
  const words = make(url ? 'a' : 'p', url ? { href: url } : {});
  if (title) words.append(make('strong', { textContent: title }), ' ');
  words.append(message ?? '');
  const close = make('button', { type: 'button', ariaLabel: toastBox.dataset.close, onclick: () => dismiss(toast) });
  toast.append(words, close);
  toastBox.append(toast);
  if (event_id && url) readOnOpening(words, event_id);
  wind();
  return toast;
}

// More than three at once is noise: they become one line that leads to the centre.
function gather() {
  const toasts = plain();
  if (toasts.length <= MOST && !gathered) return;
  gathered += toasts.filter((toast) => !toast.dataset.gathered).length;
  const lasts = toasts.some((toast) => 'lasts' in toast.dataset);
  toasts.forEach((toast) => { toast.remove(); });
  raise({ title: toastBox.dataset.many.replace('{n}', gathered), url: '/notifications', lasts }).dataset.gathered = 'yes';
}

// An echo of what was read on another tab, or overtaken since by news of the same thing, is only in the way.
export function hush({ type, data, url }) {
  const isRead = (toast) => data?.all || toast.dataset.event === data?.notification_id;
  const isOvertaken = (toast) => ABOUT_ONE.test(url) && toast.querySelector('a')?.getAttribute('href') === url;
  plain().filter(type === 'notification_read' ? isRead : isOvertaken).forEach(dismiss);
}

export function announce(event) {
  if (seen.has(event.event_id)) return;
  seen.add(event.event_id);
  if (counting) isStale = true;
  else showCount(Number(document.getElementById('unread-count')?.textContent) + 1);
  raise(event, event.level === 'urgent');
  gather();
}

// What a status means, where the answer does not say it itself.
export const meaning = (status) => toastBox.dataset[`http${status}`] ?? toastBox.dataset.http500;

// A failure: stays until it is closed, and is said once.
export function alarm(message) {
  const same = [...toastBox.querySelectorAll('[role=alert] p')].some((words) => words.textContent === message);
  if (!same) raise({ message, level: 'urgent' }, true);
}

export function showCount(count) {
  const badge = document.getElementById('unread-count');
  if (!badge || Number.isNaN(Number(count))) return;
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

export function startToasts() {
  const pause = (value) => () => { paused = value; wind(); };
  toastBox.addEventListener('pointerenter', pause(true));
  toastBox.addEventListener('pointerleave', pause(false));
  toastBox.addEventListener('focusin', pause(true));
  toastBox.addEventListener('focusout', pause(false));
  document.addEventListener('visibilitychange', wind);
}
