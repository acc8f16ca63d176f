"""The load client: thousands of Socket.IO clients in one process, driven over its standard input; see load.c."""

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .. import machine

SOURCE = Path(__file__).with_name("load.c")
AT_ONCE, PATIENCE = 64, 120  # handshakes under way, seconds


class NoCompiler(Exception):
    """There is no C compiler on this machine."""


def build(folder):
    """Compile the load client into `folder`; return its path. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoCompiler("A C compiler is missing: install the package gcc (with libc6-dev), for the load client.")
    program = Path(folder) / "load"
    if not program.exists():
        subprocess.run([compiler, "-O2", "-o", program, SOURCE], check=True)
    return program


class Load:
    """The clients of one server: `auths` holds the handshake of each. Reports are dicts, as load.c prints them."""

    def __init__(self, program, port, auths, *, acknowledge=True, receive_buffer=0):
        with tempfile.NamedTemporaryFile("w", suffix=".auths", delete=False) as file:
            file.writelines(json.dumps(auth, separators=(",", ":")) + "\n" for auth in auths)
        self.auths, self.all, self.many = Path(file.name), len(auths), 0  # many: how many it holds now
        command = [program, str(port), file.name, str(int(acknowledge)), str(receive_buffer)]
        with machine.on(machine.cores()[1]):
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def _ask(self, order):
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the load client ended at « {order} »")
        return json.loads(answer)

    def open(self, many=None, *, at_once=AT_ONCE, seconds=PATIENCE):
        """Connect until `many` (default: all) are held; raise RuntimeError where some are not."""
        many = self.many = many or self.all
        said = self._ask(f"open {many} {at_once} {seconds}")
        if said["open"] != many:
            raise RuntimeError(f"{said['open']} of {many} connected: {said}")
        return said

    def expect(self, events, *, seconds=PATIENCE):
        """Wait until that many events have come since `reset`; raise RuntimeError if they do not."""
        said = self._ask(f"expect {events} {seconds}")
        if said["events"] < events:
            raise RuntimeError(f"{said['events']} of {events} events came: {said}")
        return said

    def wait(self, seconds):
        """Let time pass; return what was counted since `reset`."""
        return self._ask(f"wait {seconds}")

    def close(self):
        """Hang up on all."""
        return self._ask("close")

    def reset(self):
        """Forget what was counted."""
        self._ask("reset")

    def since(self, nanoseconds=None):
        """Count latencies from this instant of the monotonic clock (default: now); 0: from each event's own timestamp."""
        self._ask(f"since {time.monotonic_ns() if nanoseconds is None else nanoseconds}")

    def stall(self, many):
        """The first `many` stop reading; 0: everybody reads."""
        self._ask(f"stall {many}")

    def stop(self):
        """End it; a second time does nothing."""
        if self.process.stdin.closed:
            return
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
        self.auths.unlink(missing_ok=True)


def exact(said, *, many, each):
    """Return `said` if every one of `many` clients got `each` events, in order; raise AssertionError otherwise."""
    wrong = {name: said[name] for name in ("holes", "resyncs", "endings", "lost", "refused") if said[name]}
    counts = (said["open"], said["least"], said["most"], said["events"])
    if wrong or counts != (many, each, each, many * each):
        raise AssertionError(f"deliveries are not exact: {many} clients × {each} events, but {said}")
    return said
