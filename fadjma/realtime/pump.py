"""The pump: for each rung stream, the entries above each connection's `sent`, rendered once a view, sent. The only emit.

Live and replay are the same: a connection that has just arrived is one with an older `sent`.
"""

import logging
import time
from datetime import UTC, datetime

import gevent
from gevent.event import Event
from gevent.lock import RLock
from sqlalchemy import func, select

from ..extensions import db
from ..models import Entry, User
from ..queries.streams import ENDINGS
from . import endings, journal, transport
from .frame import frame

log = logging.getLogger(__name__)
BATCH = 200  # entries read at once
REPLAY = 200  # events a stream may be behind; beyond, the page fetches its regions again
LOOK = 1.0  # seconds between looks at the heads: what a lost ring costs at most


class Pump:
    """One per process; serves all its connections."""

    def __init__(self, app, presence, metrics):
        self.app, self.presence, self.metrics = app, presence, metrics
        self.rung: set[str] = set()
        self.bell = Event()
        self.turning = RLock()
        self.ended = None  # number of the last entry of ENDINGS that was carried out here

    def ring(self, streams):
        """Note that there may be news on `streams`."""
        self.rung |= set(streams)
        self.bell.set()

    def ring_all(self):
        """Note that there may be news on every stream held here."""
        self.ring([*self.presence.by_stream, ENDINGS])

    def run(self):
        """Turn at every ring, and once a second at the streams whose heads have moved. For ever."""
        next_look = 0.0
        while True:
            self.bell.wait(LOOK)
            self.bell.clear()
            try:
                if time.monotonic() >= next_look:
                    self.look()
                    next_look = time.monotonic() + LOOK
                self.turn()
            except Exception:
                log.exception("the pump stumbled; it goes on")
                gevent.sleep(0.2)

    def look(self):
        """Ring for every stream held here whose head is above what was sent."""
        with self.app.app_context():
            names = [*self.presence.by_stream, ENDINGS]
            heads = journal.heads(names)
            self._notice_a_restore(heads)
        self.rung |= {
            name
            for name, head in heads.items()
            if (name == ENDINGS and head != self.ended) or any(c.sent[name] < head for c in self.presence.of(name))
        }

    def _notice_a_restore(self, heads):
        """Tell connections that lived through a restore: their numbers were left behind without an entry to show it.

        Half a raise, because a connection may have been sent more than the backup knew of.
        """
        for connection in list(self.presence.connections.values()):
            behind = [name for name, seq in connection.sent.items() if heads.get(name, seq) > seq + journal.RAISE // 2]
            if behind:
                self.resync(connection, behind)

    def turn(self):
        """Send everything that is due now."""
        with self.turning, self.app.app_context():
            streams, self.rung = self.rung, set()
            if self.ended is None or ENDINGS in streams:
                self._end_what_ended()
            for stream in sorted(streams - {ENDINGS}):
                self._drain(stream)

    def _drain(self, stream):
        while ready := [c for c in self.presence.of(stream) if c.has_room()]:
            entries = journal.above(stream, min(c.sent[stream] for c in ready), BATCH)
            views: dict = {}
            for entry in entries:
                for connection in ready:
                    if connection.sent[stream] < entry.seq and connection.has_room():
                        self._send(connection, entry, views)
            db.session.rollback()  # the next look sees what was committed meanwhile
            if len(entries) < BATCH:
                return

    def _send(self, connection, entry, views):
        if entry.seq != connection.sent[entry.stream] + 1:  # a hole is what a restored backup leaves
            self.resync(connection, [entry.stream])
            return
        key = (entry.seq, self._view(connection, entry))
        if key not in views:
            name, body = frame(entry, self._viewer(connection))
            views[key] = (name, *transport.encode(name, body))
        name, packet, size = views[key]
        transport.send(connection, packet)
        connection.note_sent(entry.stream, entry.seq, size)
        at = entry.fact.at
        self.metrics.sent(name, (datetime.now(UTC) - at).total_seconds() if at >= connection.opened_at else None)

    def _view(self, connection, entry):
        """Connections with the same view of an entry get the same bytes."""
        if entry.stream.startswith("user_"):
            return connection.language
        mine = entry.fact.actor_id == connection.user_id
        return connection.role, connection.language, mine

    def _viewer(self, connection):
        viewer = db.session.get(User, connection.user_id)
        return viewer if viewer is not None and viewer.is_active else None

    def resync(self, connection, streams):
        """Tell a connection that is too far behind to fetch its page again, and go on from the heads."""
        heads = journal.heads(streams)
        connection.sent |= heads
        packet, _ = transport.encode("resync", {"streams": heads})
        transport.send(connection, packet)
        self.metrics.resyncs.inc()

    def welcome(self, connection, cursors, greeting):
        """Send `connected`, then what happened since `cursors`: {stream: seq}."""
        packet, _ = transport.encode("connected", greeting)
        transport.send(connection, packet)
        lost = [name for name, seq in cursors.items() if not 0 <= connection.sent[name] - seq <= REPLAY]
        for name in cursors.keys() - set(lost):
            self.metrics.replayed.inc(connection.sent[name] - cursors[name])
            connection.sent[name] = cursors[name]
        self.presence.add(connection)
        if lost:
            with self.app.app_context():
                self.resync(connection, lost)
        self.ring(connection.sent)

    def _end_what_ended(self):
        if self.ended is None:
            self.ended = db.session.scalar(select(func.max(Entry.seq)).where(Entry.stream == ENDINGS)) or 0
        for entry in journal.above(ENDINGS, self.ended, BATCH):
            self.ended = entry.seq
            for connection, reason in endings.concerned(self.presence, journal.revive(entry.fact)):
                self.end(connection, reason)

    def warn(self, connection, reason, seconds):
        """Tell a client that its connection ends in `seconds`, and why."""
        packet, _ = transport.encode("session_ending", {"reason": reason, "in_seconds": seconds})
        transport.send(connection, packet)

    def end(self, connection, reason):
        """Say why, and close."""
        self.warn(connection, reason, 0)
        self.presence.remove(connection.sid)
        self.metrics.ended.labels(reason).inc()
        gevent.spawn_later(0.05, transport.close, connection)  # lets the farewell leave first
