// Starts the rest: what every page needs, and the live connection where somebody is signed in.
import './swap.js';
import { start as startForms } from './forms.js';
import { start as startRequests } from './requests.js';
import { start as startTimes } from './times.js';
import { start as startToasts } from './toasts.js';

// htmx notes the address it is on in web storage, and an address may hold a searched name.
try { sessionStorage.clear(); } catch { /* storage is closed: nothing was written */ }
startForms();
startRequests();
startTimes();
startToasts();

if (document.body.dataset.user) {
  const [session, connection] = await Promise.all([import('./session.js'), import('./connection.js')]);
  session.start();
  connection.start();
}
