// What has been typed: marked while it is not saved, so that no swap and no closed tab takes it away.
const DIRTY = '[data-dirty]';

export function clean(form) {
  for (const field of [form, ...form.querySelectorAll(DIRTY)]) field.removeAttribute('data-dirty');
}

// A form that stood folded beside its thing folds again once it has done its work, and shows what it changed.
export function saved(form) {
  clean(form);
  const details = form.matches('form') && form.closest('details');
  if (!details) return;
  details.open = false;
  details.querySelector('summary').focus({ preventScroll: true });
  document.querySelector(form.getAttribute('hx-target'))?.scrollIntoView();
}

export function focusError(form) {
  form.querySelector('.error-summary, [aria-invalid=true]')?.focus();
}

export function startForms() {
  document.addEventListener('input', ({ target }) => {
    if (!target.closest('form[method=get], [role=search]')) target.dataset.dirty = '';
  });
  // Said before ten megabytes leave a phone, not after.
  document.addEventListener('change', ({ target }) => {
    if (!target.dataset.mostBytes) return;
    const tooLarge = [...target.files].some(({ size }) => size > target.dataset.mostBytes);
    target.setCustomValidity(tooLarge ? target.dataset.tooLarge : '');
    target.reportValidity();
  });
  document.addEventListener('reset', ({ target }) => clean(target));
  document.addEventListener('submit', ({ target }) => {
    if (!target.matches('[hx-post], [hx-put], [hx-patch], [hx-delete]')) clean(target); // leaves the page by itself
  });
  addEventListener('beforeunload', (event) => document.querySelector(DIRTY) && event.preventDefault());
  document.querySelector('.error-summary')?.focus(); // a page that came back with errors
}
