"""Endings: which connections a fact ends. Every process follows the stream of endings, so all do it within a second."""

import gevent

from ..domain import events
from ..queries.streams import ENDINGS
from . import journal, transport
from .bundles import BATCH


class Endings:
    """Follows the stream of endings, and ends connections."""

    def __init__(self, presence, metrics):
        self.presence, self.metrics = presence, metrics
        self.seq = None  # number of the last entry that was carried out here

    def follow(self):
        """Carry out what came since the last look. Needs an application context."""
        if self.seq is None:
            self.seq = journal.heads([ENDINGS])[ENDINGS]
        for entry in journal.above(ENDINGS, self.seq, BATCH):
            self.seq = entry.seq
            for connection, reason in concerned(self.presence, entry.event):
                self.end(connection, reason)

    def warn(self, connection, reason, seconds):
        """Tell a client that its connection ends in `seconds`, and why."""
        transport.send(connection, transport.encode("session_ending", {"reason": reason, "in_seconds": seconds}))

    def end(self, connection, reason):
        """Say why, and close."""
        self.warn(connection, reason, 0)
        self.presence.remove(connection.sid)
        self.metrics.ended.labels(reason).inc()
        gevent.spawn_later(0.05, transport.close, connection)  # lets the farewell leave first


def concerned(presence, event):
    """Return [(connection, reason)] of those that `event` ends."""
    if isinstance(event, events.SessionEnded):
        return [(c, event.reason) for c in presence.where(session_id=event.subject_id)]
    if isinstance(event, events.AccountStatusChanged | events.AccountReassigned):
        return [(c, "account_changed") for c in presence.where(user_id=event.subject_id)]
    return []
