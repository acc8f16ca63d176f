// The service worker: it keeps the shell (static files, the page without a network) and nothing of anybody. Pages, answers,
// live connections and attachments are the network's alone. fadjma/web/shell.py writes CACHE, OFFLINE, STATIC, SHELL and
// ICON before this: another release or another language is another worker, with a cache of its own.
const HERE = { type: 'window', includeUncontrolled: true };

// Amid a release another process may answer with its own file under our name: it says that it is not to be kept.
const isOurs = (answer) => answer.ok && /immutable/.test(answer.headers.get('Cache-Control'));
const put = async (path, answer) => (await caches.open(CACHE)).put(path, answer);

async function keep(path) {
  const answer = await fetch(path);
  if (path !== OFFLINE && !isOurs(answer)) throw new Error(path); // then not now, but at the next visit
  await put(path, answer);
}

async function file(event) {
  const { request } = event;
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (isOurs(answer)) event.waitUntil(put(request.url, answer.clone()));
  return answer;
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable(); // the page is on its way while the worker wakes up
}

async function visit({ request, preloadResponse }) {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

// Content-free whatever happens: even what cannot be read shows no more than that something is new.
async function signal({ data }) {
  const { title = 'FADJMA', lang = 'fr' } = await Promise.resolve().then(() => data.json()).catch(() => ({}));
  await self.registration.showNotification(title, { lang, tag: 'news', icon: ICON });
}

// The browser signals to this device at another address from now on; the session that was signalled to is told.
async function move({ oldSubscription, newSubscription }) {
  const fresh = newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = fresh.toJSON();
  await fetch('/notifications/count'); // renews a token that has ended meanwhile
  const headers = { 'X-CSRF-TOKEN': (await cookieStore.get('csrf_access_token'))?.value ?? '' };
  await fetch('/account/push-subscription', { method: 'POST', headers, body: new URLSearchParams({ endpoint, ...keys }) });
}

// Never in a page that is open: something may be typed in it.
async function open() {
  const pages = await clients.matchAll(HERE);
  const centre = pages.find(({ url }) => new URL(url).pathname === '/notifications');
  await (centre ? centre.focus() : clients.openWindow('/notifications'));
}

const listeners = {
  // At once, with pages open too: they have loaded what they need, and none is ever reloaded by this.
  install: (event) => event.waitUntil(Promise.all([...SHELL, OFFLINE].map(keep)).then(() => self.skipWaiting())),
  activate: (event) => event.waitUntil(forgetOthers()),
  fetch(event) {
    const { request } = event;
    if (request.method !== 'GET') return;
    if (request.mode === 'navigate') event.respondWith(visit(event));
    else if (new URL(request.url).pathname.startsWith(STATIC)) event.respondWith(file(event));
  },
  push: (event) => event.waitUntil(signal(event)),
  pushsubscriptionchange: (event) => event.waitUntil(move(event)),
  notificationclick(event) {
    event.notification.close();
    event.waitUntil(open());
  },
};
for (const name in listeners) self.addEventListener(name, listeners[name]);
