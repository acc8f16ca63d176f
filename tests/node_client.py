"""Somebody listening with the public socket.io JavaScript client, driven from Python."""

import json
import subprocess
import threading
from itertools import count

import pytest

from tests.processes import ROOT, eventually

PROGRAM = ROOT / "tests" / "node" / "listen.mjs"


class Listener:
    """One client: what it heard is in `heard`, in order; `packets` counts everything but heartbeats on the wire."""

    def __init__(self, url, *, auth=None, transports=("websocket",), headers=None):
        settings = {"url": url, "auth": auth or {}, "transports": transports, "headers": headers or {}}
        self._program = subprocess.Popen(
            ["node", str(PROGRAM), json.dumps(settings)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.heard: list[dict] = []
        self.packets: list[dict] = []
        self._answers: dict[int, object] = {}
        self._ids = count(1)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._program.stdout:
            said = json.loads(line)
            if "to" in said:
                self._answers[said["to"]] = said["answer"]
            else:
                (self.heard if "event" in said else self.packets).append(said)

    def _order(self, **order):
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()

    def all(self, event):
        """Return the first argument of every `event` heard so far."""
        return [next(iter(said["args"]), None) for said in self.heard if said["event"] == event]

    def wait_for(self, event, *, seconds=5.0, where=lambda data: True):
        """Return the first argument of the first `event` that is as asked, heard already or within `seconds`."""
        found = eventually(
            lambda: [(data,) for data in self.all(event) if where(data)],
            seconds=seconds,
            what=f"{event} (heard: {[said['event'] for said in self.heard]})",
        )
        return found[0][0]

    def emit(self, event, *args, seconds=5.0):
        """Send `event`; return what the server acknowledged it with."""
        number = next(self._ids)
        self._order(emit=event, args=args, id=number)
        eventually(lambda: number in self._answers, seconds=seconds, what=f"the answer to {event}")
        return self._answers[number]

    def use(self, **auth):
        """Show `auth` at the next handshake."""
        self._order(auth=auth)

    def disconnect(self):
        """End the connection, and stay ready to connect again."""
        self._order(do="disconnect")

    def connect(self):
        """Connect again, after `disconnect` or after the server ended the connection."""
        self._order(do="connect")

    def close(self):
        """End the program."""
        self._program.stdin.close()
        try:
            self._program.wait(5)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        self._reader.join(5)
        self._program.stdout.close()


@pytest.fixture
def listen():
    """Return listen(url, auth=…, transports=…, headers=…) → Listener; all end with the test."""
    listeners: list[Listener] = []

    def start(url, **settings):
        listeners.append(Listener(url, **settings))
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.close()
