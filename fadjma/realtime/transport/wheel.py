"""The wheel: one greenlet that beats for every session, and ends those that never said who they are."""

from collections import defaultdict
from time import monotonic

import gevent

from ..addresses import Addresses

TOGETHER = 200  # sessions served before other greenlets get a turn
PATIENCE = 10.0  # seconds from opening a connection to being let in


class Wheel:
    """`spokes` seconds a turn; a session is met once a turn. `stalled()` returns the wires whose readers have stopped."""

    def __init__(self, spokes, stalled, on_stalled):
        self.spokes, self.stalled, self.on_stalled = spokes, stalled, on_stalled
        self.at: dict[int, set] = defaultdict(set)
        self.strangers: dict = {}  # session → when it must have been let in
        self.strangers_of = Addresses()  # how many of them an address holds
        self.now = int(monotonic())

    def add(self, session):
        """Meet `session` a turn from now, and expect it to be let in before long."""
        session.spoke = self.now % self.spokes
        self.at[session.spoke].add(session)
        self.expect(session)

    def expect(self, session):
        """End `session` unless it is let in before long."""
        self.strangers[session] = monotonic() + PATIENCE
        self.strangers_of.take(session.address)

    def let_in(self, session):
        """It has said who it is."""
        if self.strangers.pop(session, None) is not None:
            self.strangers_of.give_back(session.address)

    def drop(self, session):
        """Forget `session`."""
        self.let_in(session)
        self.at[session.spoke].discard(session)

    def run(self):
        """Turn, for ever."""
        while True:
            gevent.sleep(1 - monotonic() % 1)
            while self.now < int(monotonic()):
                self.now += 1
                self._turn()

    def _turn(self):
        for many, session in enumerate(list(self.at[self.now % self.spokes]), 1):
            session.beat()
            if many % TOGETHER == 0:
                gevent.sleep(0)
        for session in [one for one, until in self.strangers.items() if until < monotonic()]:
            self.let_in(session)
            session.lose("not let in")
        for wire in self.stalled():
            self.on_stalled(wire)
