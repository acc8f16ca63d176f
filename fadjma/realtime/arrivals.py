"""Arrivals: who has just come is greeted, and what they missed is found: one look at the heads for all who came together."""

from time import monotonic

from ..extensions import db
from . import journal, transport
from .connection import Connection

REPLAY = 200  # events a stream may be behind; beyond, the page fetches its regions again
TOGETHER = 1.0  # seconds that the first wait for the last of those who return together


class Arrivals:
    """Those who have just come, or have room again, and whom the pump has not looked after yet."""

    def __init__(self, presence, metrics):
        self.presence, self.metrics = presence, metrics
        self.came: list[Connection] = []
        self.counted, self.since = 0, 0.0  # how many had come at the last look, and when the first of them was seen

    def welcome(self, connection, cursors, greeting):
        """Send `connected`, and go back to `cursors`: {stream: seq}, but of what cannot be replayed to the heads.

        Needs an application context.
        """
        transport.send(connection, transport.encode("connected", greeting))
        lost = _out_of_reach(connection, cursors)
        for name in cursors.keys() - set(lost):
            self.metrics.replayed.inc(connection.sent[name] - cursors[name])
            connection.sent[name] = cursors[name]
        self.presence.add(connection)
        if lost:
            self.resync(connection, lost)
        self.came.append(connection)

    def resync(self, connection, streams):
        """Tell a connection that is too far behind to fetch its page again, and go on from the heads."""
        heads = journal.heads(streams)
        connection.leave_crowd()
        heads = {name: max(seq, connection.sent[name]) for name, seq in heads.items()}  # the pump had its turn meanwhile
        connection.sent |= heads
        transport.send(connection, transport.encode("resync", {"streams": heads}))
        self.metrics.resyncs.inc()

    def are_over(self):
        """Have no more come since the last look? Who returns together is caught up with together, a second later at most."""
        now, more = monotonic(), len(self.came) > self.counted
        if not self.counted:
            self.since = now
        self.counted = len(self.came)
        return not more or now > self.since + TOGETHER

    def behind(self):
        """Return the streams of which those who came since the last look have missed something."""
        came, self.came, self.counted = self.came, [], 0
        if not came:
            return set()
        heads = journal.heads({name for connection in came for name in connection.cursors()})
        db.session.rollback()
        return {name for one in came for name, seq in one.cursors().items() if seq < heads[name]}


def _out_of_reach(connection, cursors):
    """Return the streams that cannot be replayed: too far behind, unknown, or no longer whole above the cursor."""
    behind = [name for name, seq in cursors.items() if seq < connection.sent[name]]
    archived = journal.archived(behind) if behind else {}
    return [
        name
        for name, seq in cursors.items()
        if not 0 <= connection.sent[name] - seq <= REPLAY or seq < archived.get(name, 0)
    ]
