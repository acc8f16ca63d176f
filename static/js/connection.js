// The live connection: it comes back for ever, and says plainly how it stands.
import { io } from '../vendor/socket.io-client-4.8.4.esm.min.js';
import { cursors, forget, isAfterHole, receive, resync } from './live.js';
import { onRetry, sayConnecting, sayLive, sayOver, sayWaiting } from './connection_line.js';
import { cover, isCovered } from './lock.js';
import { csrf, discard, refresh } from './session.js';
import { correctClock } from './times.js';

const QUICK = [0.5, 1, 2, 3, 4]; // seconds; after these the page says that it is offline, and goes on trying
const TIMEOUT = 10_000;
let failures = 0; // in a row
let resumed = false; // has this tab been connected before
let caughtUp = 0;
let retry;
const { lang: language } = document.documentElement; // of this page, until it is another
let watchdog; // set while a connection is being made

const socket = io({
  path: '/socket.io',
  autoConnect: false,
  reconnection: false, // the library does not return from a refusal or the server's own goodbye; we always do
  timeout: false, // ours covers the whole way to `connected`, not the transport alone
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  auth: (send) => send({ csrf: csrf(), cursors, resumed, language }),
});
const isLive = () => socket.connected && !watchdog;
const emit = (...message) => isLive() && socket.emit(...message);

function settle() {
  clearTimeout(retry);
  clearTimeout(watchdog);
  watchdog = 0;
}

function connect() {
  settle();
  forget();
  watchdog = setTimeout(() => {
    // A websocket that hangs is no error to the library: begin the next try with polling, and go up from there.
    socket.io.opts.transports.reverse();
    lost();
  }, TIMEOUT);
  sayConnecting();
  socket.connect();
}

function leave() {
  settle();
  socket.disconnect();
}

function lost() {
  leave();
  if (isCovered()) return; // comes back with the PIN
  const seconds = (QUICK[failures] ?? Math.min(30, 2 ** (failures - 2))) * (0.5 + Math.random());
  failures += 1;
  retry = setTimeout(connect, seconds * 1000);
  sayWaiting(seconds, failures > QUICK.length);
}

// The network or the tab is back: connect at once, or make sure that what looks connected still is.
function wakeUp() {
  if (isCovered()) return;
  if (isLive()) socket.timeout(5000).emit('ping_test', {}, (error) => error && isLive() && lost());
  else if (!watchdog) connect();
}

const control = {
  connected({ user_id, streams, server_time, language: theirs = language }) {
    if (user_id !== document.body.dataset.user) return discard();
    settle();
    for (const stream in streams) cursors[stream] ??= streams[stream];
    correctClock(server_time);
    caughtUp = failures = 0;
    resumed = true;
    sayLive(() => caughtUp);
    if (theirs !== language) control.resync(); // another was chosen meanwhile
  },
  resync: () => resync(emit).catch(lost),
  session_ending({ reason }) {
    if (reason === 'locked') cover(true);
    else if (/expir/.test(reason)) refresh();
    else if (!/drain|restart|shutdown/.test(reason)) discard('/');
  },
};

socket.onAny((name, frame) => {
  if (!frame?.stream) control[name]?.(frame);
  else if (isAfterHole(frame)) lost(); // and back with the cursors
  else if (receive(frame, emit)) caughtUp += 1;
});
socket.on('disconnect', (reason) => reason !== 'io client disconnect' && lost());
socket.on('connect_error', async ({ data }) => {
  if (data?.code === 'locked') return cover(true);
  if (data?.code !== 'unauthenticated') return lost();
  clearTimeout(watchdog);
  if ((await refresh()) !== 'over') lost();
});

export function startConnection() {
  addEventListener('online', wakeUp);
  addEventListener('pageshow', ({ persisted }) => persisted && wakeUp());
  document.addEventListener('visibilitychange', () => document.hidden || wakeUp());
  document.addEventListener('live:stale', control.resync);
  document.addEventListener('lock:covered', leave);
  document.addEventListener('lock:lifted', connect);
  document.addEventListener('session:over', () => {
    leave();
    sayOver();
  });
  onRetry(wakeUp);
  connect();
}
