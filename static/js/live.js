// Applies live events: a known id is morphed, a new thing joins its list, an empty one leaves. Knows no event by name but one.
import { join, morph, remove } from './swap.js';
import { announce, hush, recount, showCount } from './toasts.js';
import { touch } from './times.js';
import { discard, fetchPage } from './session.js';
import { atOnce, soon } from './turn.js';

const byId = (id) => document.getElementById(id);
const readCursors = (body) => JSON.parse(body.dataset.cursors || '{}');
export let cursors = readCursors(document.body); // up to where this tab's DOM is; it lives and dies with it
const heard = []; // events that wait for their turn on the screen
let answer; // how to acknowledge them
let held = null; // events that arrive while the page is being fetched again
let behind = false; // a resync that has not been answered by a fetched page yet
let lastHole; // what came after numbers that are missing
let unsaid = 0; // received and not yet acknowledged
let since = 0;
let ackTimer;

function show({ target, list, of, html }) {
  const known = byId(target);
  if (known) return html ? morph(known, html) : remove(known);
  const home = html && list && byId(list);
  if (home && home.dataset.of === (of ?? undefined) && home.dataset.joins !== 'no') join(home, html);
}

function showAll(swaps = []) {
  for (const swap of swaps) {
    try { show(swap); } catch (error) { console.error(swap.target, error); } // one bad fragment must not stop the rest
  }
}

// « Tout marquer comme lu » or its undoing, done elsewhere, while this page shows some of them as they were.
function makesStale({ type, data }) {
  if (type !== 'notification_read' || !(data?.all || data?.about)) return false;
  const about = data.about ? `[data-about="${data.about}"]:not(#notification_${data.notification_id})` : '';
  return document.querySelector(`#notifications [data-status=${data.undone ? 'read' : 'unread'}]${about}`);
}

// What another event that waits shows anew need not be shown now.
const overtakes = (swap) => ({ swaps = [] }) =>
  swaps.some(({ target, list, of }) => target === swap.target && list === swap.list && of === swap.of);
// What must leave or warns does not wait.
const isPressing = (event) => event.void || event.level === 'urgent' || event.swaps?.some(({ html }) => !html);
const upTo = (stream) => heard.findLast((event) => event.stream === stream)?.seq ?? cursors[stream];

// A stream has no holes: a number too high means that an answer to a poll was lost on the way, and must come again.
// Once: if the same number comes again, the server has nothing between, and coming back for ever would help nobody.
export function isAfterHole({ stream, seq }) {
  const hole = stream + seq;
  const isNew = !held && seq > upTo(stream) + 1 && hole !== lastHole;
  if (isNew) lastHole = hole;
  return isNew;
}

// Returns whether the event was new to this tab.
export function receive(event, emit) {
  if (held) return void held.push(event);
  answer = emit;
  const isNew = !(event.seq <= upTo(event.stream));
  if (!isNew) acknowledgeSoon();
  else if (heard.push(event) && isPressing(event)) atOnce(showHeard);
  else soon(showHeard);
  return isNew;
}

function showHeard() {
  while (heard.length) showOne(heard.shift());
}

function showOne(event) {
  hush(event);
  // The cursor stays where it is until the page has been fetched: if that fails, the event comes again.
  if (makesStale(event)) return void document.dispatchEvent(new Event('live:stale'));
  showAll(event.swaps?.filter((swap) => !heard.some(overtakes(swap))));
  cursors[event.stream] = event.seq;
  if (event.void || event.type === 'notification_read') recount();
  else announce(event);
  touch();
  acknowledgeSoon();
}

function acknowledgeSoon() {
  if (!unsaid++) {
    since = performance.now();
    ackTimer = setTimeout(acknowledge, 1500 + Math.random() * 1000);
  }
  if (unsaid >= 25) acknowledge();
}

function acknowledge() {
  forget();
  answer('ack', { streams: cursors, waited_ms: Math.round(performance.now() - since) });
}

export function forget() {
  clearTimeout(ackTimer);
  unsaid = 0;
}

// Too far behind to replay: fetch this page again and morph its live regions. Rejects when the page cannot be had.
export async function resync(emit) {
  behind = true;
  if (held) return;
  held = heard.splice(0);
  answer = emit;
  sayBusy(true);
  try {
    while (behind) {
      behind = false; // asked again meanwhile: the page being fetched may be older than that
      showPage(await fetchPage());
    }
    const late = held;
    held = null;
    late.forEach((event) => receive(event, emit));
    acknowledge();
  } finally {
    held = null;
    sayBusy(false);
  }
}

// CSS shows it, once it has lasted.
function sayBusy(isBusy) {
  for (const region of document.querySelectorAll('[data-live]')) region.ariaBusy = isBusy || null;
}

function showPage(page) {
  if (page.body.dataset.user !== document.body.dataset.user) return discard();
  // In another language every word is: unless something typed would be lost, which then stays with the words around it.
  if (page.documentElement.lang !== document.documentElement.lang && !document.querySelector('[data-dirty]')) return location.reload();
  for (const region of document.querySelectorAll('[data-live]')) {
    if (region.parentElement.closest('[data-live]')) continue;
    const fresh = page.getElementById(region.id);
    if (fresh) morph(region, fresh.outerHTML); else remove(region);
  }
  showCount(page.getElementById('unread-count')?.textContent);
  cursors = readCursors(page.body);
  touch();
}
