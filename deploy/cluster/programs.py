"""A program of the cluster: started with a log of its own, awaited until it is ready, ended for certain."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from .place import ROOT, Failure

PATIENCE = 60.0  # seconds to become ready
PR_SET_PDEATHSIG = 1  # prctl(2)


def answers(port):
    """Return whether somebody accepts connections on `port` of the loopback interface."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _end_with_the_cluster():
    """In the child, on Linux: be told to end when the cluster itself was killed and can say nothing any more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Program:
    """One program. `stopping` is the signal it ends by, in a process group of its own: Ctrl-C reaches the cluster alone."""

    stopping = signal.SIGTERM
    grace = 10.0  # seconds it has to end

    def __init__(self, name, command, *, folder, environment=None, **options):
        self.name, self.command, self.options = name, [str(part) for part in command], options
        self.environment = environment or dict(os.environ)
        self.log = folder / f"{name}.log"
        self.process: Any = None

    def ready(self):
        """Return whether it can be used."""
        raise NotImplementedError

    def start(self):
        """Start it and wait until it is ready."""
        self.launch()
        self.wait_until_ready()

    def launch(self):
        """Start it, or start it again."""
        self._end_orphans()
        options = {"cwd": ROOT, "stdin": subprocess.DEVNULL, "start_new_session": True, **self.options}
        try:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.command, env=self.environment, stdout=log, stderr=log, preexec_fn=_end_with_the_cluster, **options
                )
        except FileNotFoundError:
            raise Failure(f"{self.command[0]} is missing: scripts/system_packages.sh says how to install it.") from None

    def wait_until_ready(self):
        """Wait until it can be used; raises Failure with its last words where it ended instead."""
        deadline = time.monotonic() + PATIENCE
        while not self.ready():
            if not self.runs() or time.monotonic() > deadline:
                raise Failure(f"{self.name} did not start: {self._last_words()} (all of it in {self.log})")
            time.sleep(0.02)

    def _last_words(self):
        return next(iter(self.log.read_text(errors="replace").splitlines()[-1:]), "it said nothing")

    def runs(self):
        """Return whether it is running."""
        return self.process is not None and self.process.poll() is None

    def status(self):
        """Return how it ended, in words."""
        code = self.process.returncode
        return f"exit {code}" if code >= 0 else signal.Signals(-code).name

    def end(self):
        """Ask it to end."""
        self._send(self.stopping)

    def kill(self):
        """End it now, with whatever it started."""
        self._send(signal.SIGKILL)

    def stop(self):
        """Ask it to end and wait until it and what it started have; make them, if they take too long."""
        if self.process is None:
            return
        if self.runs():
            self.end()
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()
        self._end_orphans()

    def _end_orphans(self):
        """End what a killed program had started and could not end itself."""
        if self.process is not None and self.process.returncode == -signal.SIGKILL:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def _send(self, number):
        with contextlib.suppress(ProcessLookupError):
            if self.runs():
                os.killpg(self.process.pid, number)
