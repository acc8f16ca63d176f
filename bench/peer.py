"""One server of a benchmark, ours or a peer: started on a free port, asked over HTTP, its CPU and memory read."""

import http.client
import json
import time
from typing import Any

from tests.processes import Process

from . import machine
from .load import Load

KEPT = 2.0  # seconds a connection is used again: Node hangs up after five
SECRET = "bench-" * 8  # what the peers sign their tokens with


class Peer:
    """A server under measure. `name` is how the tables call it."""

    name = ""
    everyone = "patients"  # the room that everybody is in

    def __init__(self, folder, people):
        self.folder, self.people = folder, people  # people: {role: [(id, token)]} of our own application
        self.process, self.load, self.port, self.versions = None, None, 0, {}
        self._connection: http.client.HTTPConnection | None = None
        self._asked_at = 0.0

    def command(self) -> list[Any]:
        """Return what starts it; it says {"port", "versions"} in its first line."""
        raise NotImplementedError

    def environment(self):
        """Return its settings."""
        return {"PEER_SECRET": SECRET}

    def start(self):
        """Start it on the servers' core; return self."""
        log = self.folder / f"{type(self).__name__}-{time.monotonic_ns()}.log"
        self.process = Process(self.command(), log=log, ready=self._said, environment=self.environment())
        with machine.on(machine.cores()[0]):
            self.process.start()
        return self

    def _said(self):
        line, _, more = self.process.text().partition("\n")
        if line.startswith("{") and (more or line.endswith("}")):
            said = json.loads(line)
            self.port, self.versions = said["port"], said["versions"]
        return self.port

    @property
    def pid(self):
        """Return its process."""
        return self.process.running.pid

    def cpu(self):
        """Return the CPU seconds it has used so far."""
        return machine.cpu(self.pid)

    def memory(self):
        """Return the bytes it keeps."""
        return machine.memory(self.pid)

    def auths(self, many):
        """Return the handshakes of `many` people."""
        raise NotImplementedError

    def tell(self, room, times=1):
        """Have it send `times` events to a room in one act: `everyone`, "nobody", or one of the people by number."""
        raise NotImplementedError

    def connect(self, many, program, *, first=None, **options):
        """Hold `many` people's connections, or the `first` of them for now; return what the load client said."""
        self.load = Load(program, self.port, self.auths(many), **options)
        return self.load.open(first)

    def post(self, path, body, token, *, method="POST"):
        """Send JSON over a kept connection; return the answer's JSON. Raises RuntimeError unless it is a 2xx."""
        if self._connection is None or time.monotonic() - self._asked_at > KEPT:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._asked_at = time.monotonic()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{self.name} answered {answer.status} to {method} {path}: {text[:300]!r}{self._log()}")
        return json.loads(text)

    def _log(self):
        """Return the end of what it printed; one that only speaks for another has no process."""
        return f"\n{self.process.text()[-2000:]}" if self.process else ""

    def stop(self):
        """End it and its clients."""
        if self.load is not None:
            self.load.stop()
            self.load = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self.process is not None:
            self.process.stop()
