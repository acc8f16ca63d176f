// Keys, for who wants them: n opens the centre, j and k move in it, Enter opens, e reads, ? helps. Never while somebody types.
const TYPING = 'input,textarea,select,[contenteditable],dialog[open]';
const help = document.getElementById('keys');
const rowOf = (element) => element.closest('.notification');

function move(by) {
  const { activeElement: at } = document;
  const stops = [...document.querySelectorAll('#notifications :is(a, summary)')].filter((stop) => stop.checkVisibility());
  const here = stops.indexOf(rowOf(at)?.querySelector('a') ?? at);
  stops[here < 0 ? 0 : Math.max(0, here + by)]?.focus();
}

function read() {
  const row = rowOf(document.activeElement);
  const button = row?.querySelector('button');
  row?.querySelector('a').focus(); // the button leaves once it is done
  button?.click();
}

const acts = {
  n: () => document.querySelector('.bell').click(),
  j: () => move(1),
  k: () => move(-1),
  e: read,
  '?': () => help.showModal(),
};

export function startKeys() {
  if (!help) return; // turned off
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey, isComposing } = event;
    if (ctrlKey || metaKey || altKey || isComposing || target.closest(TYPING) || !Object.hasOwn(acts, key)) return;
    if (!help.isConnected) return; // the page is locked
    event.preventDefault();
    acts[key]();
  });
}
