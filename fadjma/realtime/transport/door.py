"""The door: who has said who they are is let in one after the other, and in between everybody else has a turn.

Five hundred who return at once would else be five hundred greenlets that all have work to do: nobody else's act or event
would be looked at before the last of them, and what a handshake needs for a moment would be needed five hundred times.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

import gevent

AT_ONCE = 2  # handshakes in work: one may wait for the database
TURN = 0.008  # seconds of handshakes before the others have their turn


class Door:
    """Those who wait to be let in, first come, first served."""

    def __init__(self):
        self.waiting: deque[Callable[[], None]] = deque()
        self.working = 0

    def let_in(self, handshake):
        """Call `handshake` when it is its turn."""
        self.waiting.append(handshake)
        if self.working < AT_ONCE:
            self.working += 1
            gevent.spawn(self._work)

    def _work(self):
        try:
            while self.waiting:
                until = monotonic() + TURN
                while self.waiting and monotonic() < until:
                    self.waiting.popleft()()
                gevent.sleep(0)
        finally:
            self.working -= 1
