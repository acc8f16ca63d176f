"""Act → the other person's event: from a doctor's POST to the patient's socket, p50 and p95, beside Node.

Ours stores the entry of the file, its audit entry and its journal entry on SQLite with `synchronous=FULL` before it tells
anyone; the peer checks a JWT, keeps nothing, and emits from memory. Both are asked in turn, in blocks, by the same client.
"""

import statistics
import time
import uuid

from . import listener

ACTS, BLOCK = 200, 20


class Fadjma:
    """A doctor writes an entry in a patient's file; the patient listens."""

    name = "FADJMA"

    def __init__(self, server):
        self.doctor = server.api("fatou")
        self.patient = server.api("awa").get("/me").json()["id"]
        self.ear = listener.Listener(server.url, server.token("awa"))
        self.ear.wait(lambda name, _: name == "connected")

    def act(self):
        """Return the seconds from the POST to the event."""
        body = {"patient_id": self.patient, "kind": "note", "title": "Suivi", "content": "Rien à signaler."}
        start = time.perf_counter()
        record = self.doctor.post("/medical-records", json=body).json()
        return self.ear.wait(lambda name, body: body.get("data", {}).get("medical_record_id") == record["id"]) - start


class Node:
    """The same POST and the same event on express and socket.io, without any storage."""

    name = "Node"

    def __init__(self, peer):
        self.peer = peer
        self.ear = listener.Listener(peer.url, peer.token("patient"), acknowledge=False)
        self.ear.wait(lambda name, _: name == "connected")

    def act(self):
        """Return the seconds from the POST to the event."""
        id = str(uuid.uuid4())
        start = time.perf_counter()
        self.peer.post("/act", {"to": "patient", "id": id})
        return self.ear.wait(lambda name, body: body.get("id") == id) - start


def run(server, peer):
    """Return {name: sorted seconds of ACTS acts}, asked in blocks A B A B."""
    sides = [Fadjma(server), Node(peer)]
    times: dict[str, list[float]] = {side.name: [] for side in sides}
    for side in sides:
        for _ in range(10):
            side.act()  # warm
    for _ in range(ACTS // BLOCK):
        for side in sides:
            times[side.name] += [side.act() for _ in range(BLOCK)]
    return {name: sorted(seconds) for name, seconds in times.items()}


def quantile(seconds, share):
    """Return the value below which `share` of sorted `seconds` lie."""
    return seconds[min(len(seconds) - 1, round(share * (len(seconds) - 1)))]


def report(times):
    """Print p50 and p95 in milliseconds and the ratio to Node."""
    print(f"Act → other person's event, {ACTS} acts each, one process, SQLite synchronous=FULL")
    for name, seconds in times.items():
        p50, p95 = (1000 * quantile(seconds, share) for share in (0.5, 0.95))
        print(f"  {name:<8} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   mean {1000 * statistics.mean(seconds):6.1f} ms")
    ours, theirs = times["FADJMA"], times["Node"]
    ratio = quantile(ours, 0.5) / quantile(theirs, 0.5)
    print(f"  ratio of the medians, ours with everything kept ÷ theirs with nothing kept: {ratio:.2f}")
