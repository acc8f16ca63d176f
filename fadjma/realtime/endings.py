"""Endings: which connections a fact ends, or changes. Every process follows their stream, so all do it within a second."""

from sys import intern

import gevent

from ..domain import events
from ..queries.streams import ENDINGS
from . import journal, transport
from .bundles import BATCH


class Endings:
    """Follows the stream of endings, and ends connections."""

    def __init__(self, presence, arrivals, metrics):
        self.presence, self.arrivals, self.metrics = presence, arrivals, metrics
        self.seq = None  # number of the last entry that was carried out here

    def follow(self):
        """Carry out what came since the last look. Needs an application context."""
        if self.seq is None:
            self.seq = journal.heads([ENDINGS])[ENDINGS]
        for entry in journal.above(ENDINGS, self.seq, BATCH):
            self.seq = entry.seq
            for connection, reason in concerned(self.presence, entry.event):
                self.end(connection, reason)
            if isinstance(entry.event, events.LanguageChosen):
                self._respeak(entry.event)

    def end_if_missed(self, connection, since):
        """End a connection that has just come, if what ends it came after number `since`, while it was being let in."""
        if since is None or self.seq == since:
            return
        for entry in journal.above(ENDINGS, since, BATCH):
            for one, reason in concerned(self.presence, entry.event):
                if one is connection:
                    return self.end(one, reason)

    def _respeak(self, chosen):
        """Let the connections of whoever chose another language speak it: their pages are in the one before."""
        for connection in self.presence.of_person(chosen.subject_id):
            connection.leave_crowd()
            connection.language = intern(chosen.language)
            self.arrivals.resync(connection, list(connection.sent))

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
    if isinstance(event, events.SessionLocked):
        return [(c, "locked") for c in presence.where(session_id=event.subject_id)]
    if isinstance(event, events.AccountStatusChanged | events.AccountReassigned):
        return [(c, "account_changed") for c in presence.where(user_id=event.subject_id)]
    return []
