"""Ours: the real application as `python wsgi.py` serves it, everything on, over a clinic with thousands of accounts."""

import importlib.metadata
import shutil
import sys
import time

from tests.databases import surroundings
from tests.processes import ROOT

from ..peer import Peer
from ..population import PROFESSIONALS, TOKEN_SECONDS
from ..writer import MESSAGE, TITLE, Writer


class Fadjma(Peer):
    """An announcement reaches everyone, an entry in the file one person. A writer beside it has many facts ready at once."""

    name = "FADJMA"
    transport = "lean"
    clinic = None  # the populated database to copy; set by whoever makes it
    writer = None

    def command(self):
        return [sys.executable, ROOT / "wsgi.py"]

    def environment(self):
        place = self.folder / f"{self.name}-{time.monotonic_ns()}.db"
        shutil.copy(self.clinic, place)
        self.url = f"sqlite:///{place}"
        settings = {"HOST": "127.0.0.1", "PORT": "0", "MAX_CONNECTIONS_PER_ADDRESS": "100000", "TRANSPORT": self.transport}
        settings |= {"ACCESS_TOKEN_SECONDS": str(TOKEN_SECONDS), "DATABASE_URL": self.url, "DRAIN_SECONDS": "0"}
        return surroundings(**{f"FADJMA_{name}": value for name, value in settings.items()})

    def _said(self):
        line = self.process.text().partition("\n")[0]
        if "http://" in line:
            self.port = int(line.rpartition(":")[2])
            self.versions = {"python": sys.version.split()[0]} | {
                name: importlib.metadata.version(name) for name in ("flask-socketio", "gevent")
            }
        return self.port

    def auths(self, many):
        return [{"token": token} for _, token in self.people["patient"][:many]]

    def tell(self, room, times=1):
        if isinstance(room, int):
            return self._write_in_the_file(room)
        audience = "pharmacists" if room == "nobody" else room
        if times > 1:
            return self._write_at_once(times, audience)
        body = {"audience": audience, "title": TITLE, "message": MESSAGE}
        return self.post("/api/v1/admin/announcements", body, self.people["admin"][0][1])

    def _write_at_once(self, times, audience):
        if self.writer is None:
            self.writer = Writer(self.url)
        self.writer.announce(times, audience)

    def _write_in_the_file(self, number):
        (patient, _), (_, doctor) = self.people["patient"][number], self.people["doctor"][number % PROFESSIONALS]
        body = {"patient_id": patient, "kind": "note", "title": "Suivi", "content": "Rien à signaler."}
        return self.post("/api/v1/medical-records", body, doctor)

    def stop(self):
        """End it, its clients and its writer."""
        if self.writer is not None:
            self.writer.stop()
        super().stop()


class Stock(Fadjma):
    """Ours on the stock transport."""

    name = "FADJMA stock"
    transport = "stock"
