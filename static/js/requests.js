// Every htmx request: signed, done once however often it is retried, busy until its answer, its refusal said aloud.
import { focusError, saved } from './forms.js';
import { cover } from './lock.js';
import { csrf, expired, refresh } from './session.js';
import { htmx } from './swap.js';
import { alarm, meaning, murmur } from './toasts.js';

const AGAIN = 'X-Retry';
const flying = new WeakMap(); // forms and buttons that wait for their answer → whose: live news may make another act of one meanwhile
const keys = new WeakMap(); // form or button → {contents, key} until it has succeeded

const textOf = (value) => (value.name ? [value.name, value.size, value.lastModified] : value);
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, 0)).join('');

// crypto.randomUUID is missing where a clinic serves plain http.
function keyFor({ elt, verb, path, formData }) {
  const contents = JSON.stringify([verb, path, Array.from(formData, ([name, value]) => [name, textOf(value)])]);
  if (keys.get(elt)?.contents !== contents) keys.set(elt, { contents, key: random() });
  return keys.get(elt).key;
}

function setBusy(button, isBusy) {
  // aria-disabled, not disabled: a disabled button throws away the focus.
  for (const name of ['aria-busy', 'aria-disabled']) {
    if (isBusy) button.setAttribute(name, true); else button.removeAttribute(name);
  }
}

function complain({ status, response }) {
  const problem = new DOMParser().parseFromString(response, 'text/html').querySelector('.problem');
  alarm(problem?.textContent.trim() || meaning(status));
}

const standing = (thing) => thing?.querySelector('.tag')?.textContent.trim();

// What one's own act has made of a thing: it is seen, and no event tells of it to whoever did it.
function tellDone({ target }, before) {
  const now = standing(target);
  if (target.isConnected && now && now !== before) murmur(`${target.querySelector('h2, h3')?.textContent.trim() ?? ''}, ${now}`);
}

async function finish(detail, button, before) {
  const { xhr, requestConfig: { elt, verb, path, formData, headers, triggeringEvent: event } } = detail;
  if (xhr.status === 423) cover(true);
  else if (xhr.status === 401) {
    if (!headers[AGAIN] && (await refresh()) === 'renewed') {
      const source = { source: elt, target: detail.target, swap: detail.etc.swapOverride };
      return htmx.ajax(verb, path, { ...source, event, values: formData, headers: { [AGAIN]: '1' } });
    }
  } else if (xhr.status >= 200 && xhr.status < 400) {
    keys.delete(elt);
    tellDone(detail, before);
  } else if (xhr.status === 422 || (xhr.getResponseHeader('HX-Reswap') && detail.target.querySelector('.error-summary'))) focusError(detail.target);
  else if (event && (xhr.status || verb !== 'get')) complain(xhr); // a poll that fails says nothing
  if (flying.get(elt) !== path) return; // it does something else by now
  flying.delete(elt);
  if (button) setBusy(button, false);
}

// The page's own question instead of the browser's: it says what the button says, and leaves the page readable behind it.
function ask(question, button) {
  if (!question) return Promise.resolve(true);
  const dialog = document.getElementById('confirm');
  dialog.querySelector('p').textContent = question;
  dialog.querySelector('[value=yes]').textContent = button.textContent;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => { dialog.onclose = () => resolve(dialog.returnValue === 'yes'); });
}

const listeners = {
  // Before anything is sent: not twice, not unasked where it takes something away, and not with a token that has ended.
  confirm(event) {
    const { elt, verb, path, etc, question, issueRequest } = event.detail;
    if (etc.headers?.[AGAIN]) {
      event.preventDefault();
      issueRequest(true);
    } else if (flying.get(elt) === path && verb !== 'get') event.preventDefault();
    else if (document.hidden && elt.matches('[hx-trigger*=every]')) event.preventDefault(); // nobody looks at this page
    else if (question || expired()) {
      event.preventDefault();
      ask(question, elt).then(async (sure) => {
        if (sure && expired()) await refresh();
        if (sure) issueRequest(true);
      });
    }
  },
  configRequest({ detail }) {
    detail.headers['X-CSRF-TOKEN'] = csrf();
    if (detail.verb !== 'get') detail.headers['Idempotency-Key'] = keyFor(detail);
  },
  // On the request itself: a live event may take the element off the page before the answer comes.
  beforeSend({ detail }) {
    const { elt, path, triggeringEvent } = detail.requestConfig;
    const button = [triggeringEvent?.submitter, elt].find((element) => element?.matches('button'));
    if (button) setBusy(button, true);
    flying.set(elt, path);
    const before = standing(detail.target);
    detail.xhr.addEventListener('loadend', () => finish(detail, button, before));
  },
  // Before the redirect or the swap that follows: what was typed is saved now.
  beforeOnLoad({ detail: { elt, xhr } }) {
    if (xhr.status < 400) saved(elt);
  },
};

export function startRequests() {
  for (const name in listeners) document.addEventListener(`htmx:${name}`, listeners[name]);
  // The second half of a double tap, or a key held down, would land on the next act, which has just taken the button's place.
  document.addEventListener('click', (event) => {
    if (event.detail > 1 && event.target.closest('[hx-post], [hx-put], [hx-delete], [type=submit]')) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener('keydown', (event) => event.repeat && event.key === 'Enter' && event.target.matches('button') && event.preventDefault());
}
