// Starts what every page needs, and the live connection where somebody is signed in.
import { startComboboxes } from './combobox.js';
import { startConnection } from './connection.js';
import { startForms } from './forms.js';
import { startKeys } from './keys.js';
import { startLock } from './lock.js';
import { startMenu } from './menu.js';
import { startRequests } from './requests.js';
import { startScanner } from './scanner.js';
import { startSession } from './session.js';
import { startShell } from './shell.js';
import { startTimes } from './times.js';
import { startToasts } from './toasts.js';

// htmx notes the address it is on in web storage, and an address may hold a searched name.
try { sessionStorage.clear(); } catch { /* storage is closed: nothing was written */ }
startForms();
startLock();
startRequests();
startShell();
startTimes();
startToasts();
if (document.body.dataset.user) {
  startSession();
  startConnection();
  startKeys();
  startMenu();
  startComboboxes();
  startScanner();
}
// htmx, which listened first, has made its forms and buttons: from here on the page does what it is told. bench/ measures it.
document.addEventListener('DOMContentLoaded', () => performance.mark('usable'));
