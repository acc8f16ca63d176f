// Clocks on the page: « à jour à 14 h 05 » in the clinic's time (Dakar keeps UTC), and « il y a 5 minutes » on pointing.
const freshness = document.getElementById('up-to-date');
const LANGUAGE = document.documentElement.lang;
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];
let relative; // made when it is first asked for: it takes a weak phone a tenth of a second
let clockOffset = 0; // a phone's clock may be wrong; the server says the time at each connection

const clock = () => new Date(Date.now() + clockOffset);

export function correctClock(serverTime) {
  clockOffset = Date.parse(serverTime) - Date.now() || 0;
  touch();
}

export function touch() {
  if (!freshness) return;
  const [hours, minutes] = clock().toISOString().slice(11).split(':');
  freshness.lastElementChild.textContent = LANGUAGE === 'en' ? `${hours}:${minutes}` : `${Number(hours)}\u00a0h\u00a0${minutes}`;
  freshness.hidden = false;
}

function ago({ target }) {
  const time = target.closest?.('time[datetime]');
  if (!time) return;
  const seconds = (new Date(time.dateTime) - clock()) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['minute', 60];
  relative ??= new Intl.RelativeTimeFormat([LANGUAGE, 'fr'], { numeric: 'auto' });
  time.title = relative.format(Math.round(seconds / length), unit);
}

export function startTimes() {
  document.addEventListener('pointerover', ago);
  const connection = document.getElementById('connection');
  setInterval(() => connection?.dataset.state === 'live' && touch(), 30_000);
}
