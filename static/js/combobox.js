// A field that offers what may be meant: arrows move, Enter takes, Escape closes, a tap takes. What is typed always counts.
const FIELD_OF = '[role=combobox]';

const optionsOf = (field) => document.getElementById(field.getAttribute('aria-controls'));
const takeable = (list) => [...list.querySelectorAll('[role=option]:not([aria-disabled])')];

function pointAt(field, option) {
  optionsOf(field).querySelector('[aria-selected=true]')?.setAttribute('aria-selected', false);
  if (option) {
    option.setAttribute('aria-selected', true);
    option.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option.id);
  } else field.removeAttribute('aria-activedescendant');
}

function unfold(field, isOpen) {
  const list = optionsOf(field);
  if (!isOpen) list.replaceChildren(); // their ids are the next list's too
  list.hidden = !isOpen;
  field.setAttribute('aria-expanded', isOpen);
  pointAt(field);
}

// An option names the fields it fills, as `data-<end of the field's name>`; its value goes where it was typed.
function fill(field, { dataset }) {
  const group = field.closest('fieldset, form');
  for (const [name, value] of Object.entries(dataset)) {
    const filled = name === 'value' ? field : group.querySelector(`[name$=".${CSS.escape(name)}"]`);
    if (filled) Object.assign(filled, { value }).dataset.dirty = '';
  }
  unfold(field, false);
}

function pointBy(field, by) {
  const options = takeable(optionsOf(field));
  const at = options.findIndex((option) => option.id === field.getAttribute('aria-activedescendant'));
  pointAt(field, options.at(at < 0 && by < 0 ? -1 : (at + by) % options.length));
}

export function startComboboxes() {
  document.addEventListener('keydown', (event) => {
    const field = event.target;
    if (!field.matches?.(FIELD_OF) || optionsOf(field).hidden) return;
    const pointed = optionsOf(field).querySelector('[aria-selected=true]');
    const acts = { ArrowDown: () => pointBy(field, 1), ArrowUp: () => pointBy(field, -1), Escape: () => unfold(field, false) };
    if (event.key === 'Enter' && pointed) acts.Enter = () => fill(field, pointed);
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  // Before the field loses its focus, and with it the list.
  document.addEventListener('pointerdown', (event) => {
    if (event.target.closest('[role=listbox]')) event.preventDefault();
  });
  document.addEventListener('click', ({ target }) => {
    const option = target.closest('[role=option]:not([aria-disabled])');
    if (option) fill(document.querySelector(`[aria-controls="${CSS.escape(option.parentElement.id)}"]`), option);
  });
  document.addEventListener('focusout', ({ target }) => target.matches?.(FIELD_OF) && unfold(target, false));
  document.addEventListener('htmx:afterSwap', ({ detail: { target } }) => {
    if (!target?.matches?.('[role=listbox]')) return; // what is swapped live names no target
    const field = document.querySelector(`[aria-controls="${CSS.escape(target.id)}"]`);
    unfold(field, document.activeElement === field && target.childElementCount > 0);
  });
}
