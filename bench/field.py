"""The field: what every scenario measures on, made once: the populated clinic, the load client, the servers."""

import contextlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from uuid_utils.compat import uuid7

from tests.databases import address, make, settle

from . import load, machine, peers, population

PEOPLE = 5_000  # patients


@dataclass
class Options:
    """What the command line asked for; None: what the scenario finds right."""

    quick: bool = False
    sides: tuple[str, ...] | None = None
    sockets: tuple[int, ...] | None = None
    rounds: int | None = None
    messages: int | None = None

    def of(self, known):
        """Return the sides to measure: of those a scenario knows, the ones asked for. Stock is ours once more."""
        return [side for side in self.sides or known if side in (*known, "stock")]


class Field:
    """A folder of its own with everything in it; `close` takes it away."""

    def __init__(self):
        machine.raise_limits()
        self.folder = Path(tempfile.mkdtemp(prefix="fadjma-bench-"))
        self.program = load.build(self.folder)
        self.clinic = make(self.folder / "clinic.db", ["db", "upgrade"], ["seed"])
        self.people = population.populate(address(self.clinic), PEOPLE, self.folder)
        settle(self.clinic)
        self.versions = {}
        self._size = None

    @contextlib.contextmanager
    def servers(self, *names, clinics=()):
        """Yield one running server of each name, ours over `clinics` where they are given; they end afterwards."""
        sides = [self._made(name) for name in names]
        for side, clinic in zip(sides, clinics, strict=False):
            side.clinic = clinic
        try:
            for side in sides:
                side.start()
                self.versions[side.name] = side.versions
            yield sides
        finally:
            for side in sides:
                side.stop()

    def _made(self, name):
        side = peers.ALL[name](self.folder, self.people)
        if isinstance(side, peers.Fadjma):
            side.clinic = self.clinic
        else:
            side.size, side.database = self.size, self.copy()
        return side

    def copy(self):
        """Return a copy of the populated clinic, to be written in."""
        return shutil.copy(self.clinic, self.folder / f"{uuid7()}.db")

    @property
    def size(self):
        """The bytes of an announcement as ours sends it: the peers send as many."""
        if self._size is None:
            with self.servers("ours") as (ours,):
                ours.connect(1, self.program)
                ours.tell(ours.everyone)
                self._size = ours.load.expect(1, seconds=10)["bytes"]
        return self._size

    def close(self):
        """Remove the folder."""
        shutil.rmtree(self.folder)


def rounds(sides, many):
    """Yield (round, side): A B C, then C B A, so that nobody is always the first."""
    for number in range(many):
        for side in sides if number % 2 == 0 else list(reversed(sides)):
            yield number, side
