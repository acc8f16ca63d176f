"""Two clones of one commit run the same code: every library is pinned, and so is what it brings along."""

import re
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture import ROOT

PIN = re.compile(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[\w.]+")


def lines(*names):
    """Return the lines of the files that ask for a library."""
    text = "\n".join((ROOT / name).read_text() for name in names)
    return [line for line in text.splitlines() if line and not line.startswith(("#", "-r ", "-c "))]


def asked():
    """Return what the requirements ask for by name."""
    return [Requirement(line) for line in lines("requirements.txt", "requirements-dev.txt")]


def brought(wanted):
    """Return what an installed library needs on this Python."""
    applies = [{"extra": extra} for extra in wanted.extras | {""}]
    needed = map(Requirement, distribution(wanted.name).requires or [])
    return [one for one in needed if one.marker is None or any(map(one.marker.evaluate, applies))]


def unpinned(pinned):
    """Return the libraries that come along without a pin."""
    waiting, seen, loose = asked(), set(), set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), *sorted(wanted.extras))
        if key not in seen:
            seen.add(key)
            waiting += brought(wanted)
            loose |= {key[0]} - pinned
    return loose


def test_every_line_is_a_pin():
    assert [
        line for line in lines("requirements.txt", "requirements-dev.txt", "constraints.txt") if not PIN.fullmatch(line)
    ] == []


def test_what_a_library_brings_along_is_pinned():
    pinned = {canonicalize_name(Requirement(line).name) for line in lines("constraints.txt")}
    pinned |= {canonicalize_name(wanted.name) for wanted in asked()}
    assert unpinned(pinned) == set()
    assert unpinned(pinned - {"werkzeug", "greenlet"}) == {"werkzeug", "greenlet"}
