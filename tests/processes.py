"""Programs a test starts beside itself: their log is kept, their readiness awaited, their end certain."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENDINGS = 10  # seconds a program has to end by itself


def free_port():
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition, *, seconds=5.0, what="it"):
    """Return the first true answer of `condition`, asked until `seconds` are over; fail the test then."""
    deadline = time.monotonic() + seconds
    while True:
        if answer := condition():
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds} s")
        time.sleep(0.02)


def answers(port):
    """Return whether somebody accepts connections on `port` of the loopback interface."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Process:
    """One program: `start` returns when `ready` says so, and fails with the program's own words if it ended instead."""

    def __init__(self, command, *, log, ready, environment=None, **options):
        self.command, self.log, self.ready = [str(part) for part in command], Path(log), ready
        self.environment = {**os.environ, **(environment or {})}
        self.options = {"cwd": ROOT, "stdin": subprocess.DEVNULL, "start_new_session": True, **options}
        self.running = None

    def start(self, *, seconds=30.0):
        """Start the program and wait until it is ready; return self."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, **self.options
            )
        deadline = time.monotonic() + seconds
        while not self.ready():
            if self.running.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"{' '.join(self.command)} did not become ready:\n{self.text()[-4000:]}")
            time.sleep(0.02)
        return self

    def text(self):
        """Return everything the program has printed so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def send(self, number):
        """Send a signal to the program and to what it started."""
        if self.running is not None and self.running.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)

    def stop(self, number=signal.SIGTERM):
        """Ask the program to end; make it, if it takes too long. Return its exit status."""
        self.send(number)
        if self.running is None:
            return None
        try:
            return self.running.wait(ENDINGS)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        """End the program as a power cut would. Return its exit status."""
        self.send(signal.SIGKILL)
        return self.running.wait()
