// The application on the phone: the service worker, and the offer to install, which waits on the account page.
export function startShell() {
  const { lang } = document.documentElement;
  addEventListener('load', () => navigator.serviceWorker?.register(`/service-worker.js?lang=${lang}`).catch(() => {}));
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // the browser's own banner would stand over the work
    const offer = document.querySelector('[data-install]');
    if (!offer) return;
    offer.hidden = false;
    offer.querySelector('button').addEventListener('click', () => {
      offer.hidden = true;
      event.prompt();
    });
  });
}
