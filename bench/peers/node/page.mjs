// A dashboard as people write it on this stack: express, EJS, prepared statements. It asks what ours asks of the same file.
import { readFileSync } from "node:fs";
import Database from "libsql";
import ejs from "ejs";

const template = new URL("views/page.ejs", import.meta.url).pathname;
const render = ejs.compile(readFileSync(template, "utf8"), { filename: template });
const clock = new Intl.DateTimeFormat("fr", { hour: "2-digit", minute: "2-digit" });
const IN_HAND = "('validated', 'in_preparation', 'ready', 'partially_delivered', 'cancellation_requested')";

const dashed = (id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

export function pages(app, file, who) {
  const db = new Database(file);
  const session = db.prepare(`SELECT u.id, u.name, u.pharmacy_id, u.created_at, ph.name pharmacy
    FROM sessions s JOIN users u ON u.id = s.user_id
    LEFT JOIN pharmacies ph ON ph.id = u.pharmacy_id WHERE u.id = ? AND s.ended_at IS NULL`);
  const heads = db.prepare("SELECT name, seq FROM streams WHERE name IN (?, 'pharmacists', ?)");
  const queue = db.prepare(`SELECT p.id, p.status, p.matricule, p.created_at, a.name patient, a.birth_date,
    d.name prescriber FROM prescriptions p
    JOIN users a ON a.id = p.patient_id JOIN users d ON d.id = p.prescriber_id
    WHERE p.claiming_pharmacy_id = ? AND p.status IN ${IN_HAND} ORDER BY p.id DESC`);
  const prepared = new Map(); // a statement for each number of ids
  const among = (sql, ids) => {
    const text = sql.replace("?", ids.map(() => "?").join(","));
    if (!prepared.has(text)) prepared.set(text, db.prepare(text));
    return prepared.get(text).all(...ids);
  };
  const lines = `SELECT prescription_id, medication, dosage, quantity FROM prescription_lines
    WHERE prescription_id IN (?) ORDER BY position`;
  const asked = "SELECT prescription_id, kind, status FROM patient_requests WHERE prescription_id IN (?)";
  const unread = db.prepare(`SELECT count(*) many FROM entries e JOIN facts f ON f.id = e.fact_id
    LEFT JOIN read_marks r ON r.fact_id = f.id AND r.user_id = ?
    WHERE e.loud AND e.stream IN (?, 'pharmacists', ?) AND f.at > ? AND r.at IS NULL`);

  let filling = {};
  app.get("/page", (request, response) => {
    const viewer = session.get(who(request.headers.cookie.slice("access_token_cookie=".length)));
    const own = [`user_${dashed(viewer.id)}`, `pharmacy_${dashed(viewer.pharmacy_id)}`];
    const cursors = Object.fromEntries(heads.all(...own).map(({ name, seq }) => [name, seq]));
    const cards = queue.all(viewer.pharmacy_id);
    const ids = cards.map((card) => card.id);
    const of = new Map(ids.map((id) => [id, []]));
    for (const line of among(lines, ids)) of.get(line.prescription_id).push(line);
    const requests = among(asked, ids);
    const waiting = unread.get(viewer.id, ...own, viewer.created_at).many;
    const known = { clock, viewer, cursors, cards, lines: of, requests, waiting };
    const { bytes } = request.query;
    if (filling.for !== bytes) { // once: as many bytes as ours, shared among the cards
      const bare = Buffer.byteLength(render({ ...known, filling: "" }));
      filling = { for: bytes, text: "x".repeat(Math.max(0, Math.floor((bytes - bare) / cards.length))) };
    }
    response.type("html").send(render({ ...known, filling: filling.text }));
  });
}
