"""Where the cluster lives: free ports, secrets made once, one cluster a folder, and somebody unprivileged to run as."""

import contextlib
import fcntl
import os
import pwd
import secrets
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root, and nothing else here needs to


class Failure(Exception):
    """The cluster cannot run; the message is the line to print."""


def free_ports(many):
    """Return ports of the loopback interface that nobody listens on, all different."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(many)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def secret(place):
    """Return the secret kept at `place`, made the first time, for its owner's eyes alone."""
    if not place.exists():
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return place.read_text()


@contextlib.contextmanager
def alone(folder):
    """Hold `folder` for one cluster; raises Failure where another one holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"a cluster is running in {folder} already.") from None
        yield


def identity():
    """Return the options that make a subprocess somebody unprivileged: none where we are that already."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    somebody = pwd.getpwnam(next(name for name in UNPRIVILEGED if name in names))
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def give(path):
    """Make a folder or file belong to whoever `identity` says."""
    if who := identity():
        os.chown(path, who["user"], who["group"])
    return path


def room(folder, name):
    """Return a folder of its own for a program that runs as `identity`, made the first time."""
    place = folder / name
    place.mkdir(mode=0o700, exist_ok=True)
    return give(place)
