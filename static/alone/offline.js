// The page without a network: it goes on by itself, at the address that was asked for, once the network is back.
const PAUSE = 5000;

function goOn() {
  if (location.pathname === '/offline') location.replace('/');
  else location.reload();
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
  if (answer?.ok) goOn();
}

setInterval(look, PAUSE);
addEventListener('online', look);
document.addEventListener('visibilitychange', look);
document.querySelector('[data-retry]').addEventListener('click', goOn);
