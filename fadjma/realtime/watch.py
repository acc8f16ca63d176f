"""The watch: what was told to streams held here though nobody rang, looked for once a second; a restore noticed."""

import time

from ..extensions import db
from ..queries.streams import ENDINGS, ROLES
from . import journal

SHARED = (ENDINGS, *ROLES.values())
PAUSE = 1.0  # seconds between looks: what a lost ring costs at most
LATELY = 10.0  # seconds a transaction may last, and clocks may differ, for a glance to see it
THOROUGH = 30  # every so many looks go over every stream: only a transaction longer than LATELY needs that


class Watch:
    """Rings the pump for what it has not sent."""

    def __init__(self, pump):
        self.pump, self.presence = pump, pump.presence
        self.looks, self.next_look = 0, 0.0
        self.shared: dict[str, int] = {}  # heads of the streams that whole roles hear, at the last glance

    def keep(self):
        """Look, if it is time to."""
        if time.monotonic() >= self.next_look:
            self.look() if self.looks % THOROUGH == 0 else self.glance()
            self.looks, self.next_look = self.looks + 1, time.monotonic() + PAUSE

    def glance(self):
        """Ring for every stream held here that heard lately of something that was not sent: costs what happened, no more."""
        with self.pump.app.app_context():
            heads, shared = journal.recent_heads(time.time() - LATELY), journal.heads(SHARED)
            db.session.rollback()
        jumped = any(seq > self.shared.get(name, seq) + journal.RAISE // 2 for name, seq in shared.items())
        self.shared = shared
        if jumped:  # as after a restore, of which `recent_heads` says nothing
            self.look()
        if behind := self._behind(
            {name: seq for name, seq in heads.items() if name == ENDINGS or self.presence.hears(name)}
        ):
            self.pump.ring(behind)

    def look(self):
        """Ring for every stream held here whose head is above what was sent."""
        with self.pump.app.app_context():
            heads = journal.heads([*self.presence.streams(), ENDINGS])
            db.session.rollback()
            behind = self._behind(heads)
            if behind:
                self._notice_a_restore(heads)
                self.pump.ring(behind)

    def _behind(self, heads):
        return {name for name, head in heads.items() if self._is_behind(name, head)}

    def _is_behind(self, stream, head):
        if stream == ENDINGS:
            return head != self.pump.endings.seq
        return any(seq < head for seq in self.presence.places(stream))

    def _notice_a_restore(self, heads):
        """Tell connections that lived through a restore: their numbers were left behind without an entry to show it.

        Half a raise, because a connection may have been sent more than the backup knew of.
        """
        for connection in list(self.presence.connections.values()):
            cursors = connection.cursors()
            behind = [name for name, seq in cursors.items() if heads.get(name, seq) > seq + journal.RAISE // 2]
            if behind:
                self.pump.arrivals.resync(connection, behind)
