// The menu of the page's head: Escape closes it and gives the focus back, and so does whatever one does elsewhere.
const menu = document.querySelector('.menu');

export function startMenu() {
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !menu.open || document.querySelector('dialog[open]')) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  for (const sign of ['pointerdown', 'focusin']) {
    document.addEventListener(sign, ({ target }) => { if (!menu.contains(target)) menu.open = false; });
  }
}
