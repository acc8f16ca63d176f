// The one place that changes the page: htmx.swap with idiomorph inside. What a person types, opens or waits for stays.
export const { htmx, Idiomorph } = window;
const FIELD = 'input,textarea,select';
const KEPT = '[data-dirty],[data-live-lock]';
const LOCKED = `[data-live-lock],[data-dirty]:not(${FIELD})`;
const OURS = ['tabindex', 'data-dirty', 'data-fresh', 'aria-busy', 'aria-disabled'];
const VALUES = ['value', 'checked', 'selected'];
let inside;
let own = false; // showing the answer to this person's own act: its values win

const callbacks = {
  beforeNodeMorphed: (node) => !node.matches?.(LOCKED),
  beforeNodeRemoved: (node) => !(node.matches?.(KEPT) || node.querySelector?.(KEPT)),
  beforeAttributeUpdated(name, node, change) {
    if (name === 'open') return !node.matches('details,dialog');
    if (VALUES.includes(name)) return !node.closest('[data-dirty]');
    return change !== 'remove' || !OURS.includes(name);
  },
};

const isSeen = (element) => element?.isConnected && element.checkVisibility({ visibilityProperty: true });

// What had the focus may be gone, or hidden by what its thing has become: then the thing has it, by its title's link or itself,
// never the top of the page, and never an act that nobody chose. After one's own act the focus is kept in sight.
function keepFocus(at, target) {
  if (!at || at === document.body) return;
  if (isSeen(at)) return void (own && at.scrollIntoView({ block: 'nearest' }));
  const heir = [target.querySelector('h3 a'), target, document.getElementById('main')].find(isSeen);
  if (heir === target) {
    heir.tabIndex = -1;
    heir.addEventListener('blur', () => heir.removeAttribute('tabindex'), { once: true });
  }
  heir.focus({ preventScroll: !own });
}

htmx.defineExtension('live', {
  init(api) { inside = api; },
  isInlineSwap: (style) => style === 'morph',
  handleSwap(style, target, fragment) {
    if (style !== 'morph') return false;
    // Fields only: idiomorph would otherwise also leave a focused button its old label beside its new act.
    const { activeElement: at } = document;
    const ignoreActiveValue = !own && !!at?.matches(FIELD);
    const shown = Idiomorph.morph(target, fragment.children, { ignoreActiveValue, callbacks });
    keepFocus(at, target);
    return shown;
  },
});

// htmx 4 will want htmx.swap({text, target, swap}). Without contextElement an extension's style falls back to innerHTML.
const change = (target, html, swapStyle) => htmx.swap(target, html, { swapStyle }, { contextElement: document.body });

export function mark(element) {
  if (!element) return;
  element.dataset.fresh = '';
  setTimeout(() => element.removeAttribute('data-fresh'), 4000);
}

const things = (list) => [...list.querySelectorAll(':scope > [id]')];
// Newest first, as ids begin with their time; in a list of another order each thing says its place in `data-sort`.
const isBefore = (one, other) => ('sort' in one.dataset ? one.dataset.sort < other.dataset.sort : one.id > other.id);

// Puts a thing where a reload would show it; not while somebody is at it. Returns whether others come after it.
function place(thing) {
  const others = things(thing.parentElement).filter((other) => other !== thing);
  const next = others.find((other) => isBefore(thing, other));
  if (thing.contains(document.activeElement) || thing.querySelector('dialog[open], :popover-open')) return true;
  if (next) next.before(thing); else others.at(-1)?.after(thing);
  return !!next;
}

export function morph(target, html) {
  const { status, sort } = target.dataset;
  change(target, html, 'morph');
  if (!target.isConnected) return;
  if (target.dataset.status !== status) mark(target);
  if (target.dataset.sort !== sort) place(target);
}

// The latest word on a thing stands in the list, what was said before folds below it; not while somebody is at it.
function fold(list, { dataset: { about } }) {
  const [latest, ...before] = [...list.querySelectorAll(`[data-about="${about}"]`)].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  if (!before.length || before.some((row) => row.contains(document.activeElement))) return;
  const known = before.map((row) => row.closest('.older')).find(Boolean);
  const older = known ?? document.getElementById('older').content.firstElementChild.cloneNode(true);
  latest.after(older);
  older.querySelector('ul').replaceChildren(...before);
  older.querySelector('summary span').textContent = before.length;
}

export function join(list, html) {
  change(list, html, 'afterbegin');
  const thing = list.firstElementChild;
  if (!place(thing) && 'more' in list.dataset) return thing.remove(); // older than all: it is on a further page
  if (thing.dataset.about) fold(list, thing);
  mark(thing);
  if (list.dataset.most) things(list).slice(list.dataset.most).forEach(remove);
}

// Whatever is being typed in it. Focus must not fall to the top of the page.
export function remove(target) {
  const focused = target.contains(document.activeElement);
  change(target, '', 'delete');
  if (focused) document.getElementById('main').focus({ preventScroll: true });
}

// What was typed while the answer was on its way is newer than the answer.
function keepTyping(target, sent) {
  const later = [...target.querySelectorAll('[data-dirty]')].filter(({ name, value }) => sent.has(name) && sent.get(name) !== value);
  target.addEventListener('htmx:afterSwap', () => {
    for (const { name, value } of later) {
      const field = target.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field) Object.assign(field, { value }).dataset.dirty = '';
    }
  }, { once: true });
}

// Answers to a person's own acts go the same way. A live event may have taken the button off the page
// before its answer came; then htmx no longer finds the extension, and we show the answer ourselves.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const { elt, formData } = detail.requestConfig;
  // A refusal that says how to swap it is the form again, with every word and with what has changed meanwhile.
  if (detail.xhr.getResponseHeader('HX-Reswap')) detail.shouldSwap = true;
  if (!detail.shouldSwap) return;
  const style = inside.getSwapSpecification(elt, detail.swapOverride).swapStyle;
  if (style === 'innerHTML') keepTyping(detail.target, formData);
  if (style !== 'outerHTML') return;
  own = detail.xhr.status < 400;
  if (elt.isConnected) detail.swapOverride = 'morph';
  else {
    detail.shouldSwap = false;
    change(detail.target, detail.serverResponse, 'morph');
  }
  queueMicrotask(() => { own = false; });
});
