"""The pump: for each rung stream, the entries above each connection's `sent`, rendered once a view, sent. The only emit.

Live and replay are the same: a connection that has just arrived is one with an older `sent`.
"""

import logging
import time
from collections import Counter
from datetime import UTC, datetime

import gevent
from gevent.event import Event
from gevent.lock import RLock

from ..extensions import db
from ..queries.streams import ENDINGS, ROLES
from . import endings, journal, transport
from .bundles import BATCH, MOST, Bundles, Run, next_for
from .presence import Connection
from .readers import Readers

log = logging.getLogger(__name__)
SHARED = (ENDINGS, *ROLES.values())
TOGETHER = 250  # connections written to before other greenlets get a turn
REPLAY = 200  # events a stream may be behind; beyond, the page fetches its regions again
SLICE = 0.02  # seconds of catching up before the news have their turn
LOOK = 1.0  # seconds between looks at what is new: what a lost ring costs at most
LATELY = 10.0  # seconds a transaction may last, and clocks may differ, for a glance to see it
THOROUGH = 10  # every so many looks go over every stream
CROWD, BREATH = 250, 0.05  # so many hear a stream at most every so many seconds: what comes close together is one write


class Pump:
    """One per process; serves all its connections."""

    def __init__(self, app, presence, metrics):
        self.app, self.presence, self.metrics, self.bundles = app, presence, metrics, Bundles()
        self.inline = app.config["PUMP_INLINE"]
        self.rung: set[str] = set()  # streams with news
        self.came: list[Connection] = []  # those who have just come, or have room again
        self.behind: dict[str, None] = {}  # streams of which somebody may have missed more than the news, in turn
        self.bell = Event()
        self.turning = RLock()
        self.told_at: dict[str, float] = {}  # when a crowd was last told of a stream
        self.shared: dict[str, int] = {}  # heads of the streams that whole roles hear, at the last glance
        self.ended = None  # number of the last entry of ENDINGS that was carried out here

    def ring(self, streams):
        """Note that there may be news on `streams`: somebody committed something, so what was read is true no more."""
        self.bundles.clear()
        self._wake(set(streams))

    def ring_for(self, connection):
        """Note that `connection` may be sent more: it has just come, or has room again."""
        self.came.append(connection)
        self.bell.set()

    def room_in(self, eio_sid):
        """Note that the transport of an engine's session has room again."""
        if connection := self.presence.of_engine(eio_sid):
            self.ring_for(connection)

    def ring_all(self):
        """Note that there may be news on every stream held here."""
        self.ring([*self.presence.by_stream, ENDINGS])

    def run(self):
        """Turn at every ring, and once a second at the streams whose heads have moved. For ever."""
        looks, next_look = 0, 0.0
        while True:
            if self.behind or self.came:
                gevent.sleep(0)  # a turn for everybody else
            else:
                self.bell.wait(LOOK)
            self.bell.clear()
            try:
                if time.monotonic() >= next_look:
                    self.look() if looks % THOROUGH == 0 else self.glance()
                    looks, next_look = looks + 1, time.monotonic() + LOOK
                self.round()
            except Exception:
                log.exception("the pump stumbled; it goes on")
                gevent.sleep(0.2)

    def glance(self):
        """Ring for every stream held here that heard lately of something that was not sent: costs what happened, no more."""
        with self.app.app_context():
            heads, shared = journal.recent_heads(time.time() - LATELY), journal.heads(SHARED)
            db.session.rollback()
        jumped = any(seq > self.shared.get(name, seq) + journal.RAISE // 2 for name, seq in shared.items())
        self.shared = shared
        if jumped:  # as after a restore, of which `recent_heads` says nothing
            self.look()
        self._ring_if_behind(
            {name: seq for name, seq in heads.items() if name == ENDINGS or name in self.presence.by_stream}
        )

    def look(self):
        """Ring for every stream held here whose head is above what was sent."""
        with self.app.app_context():
            heads = journal.heads([*self.presence.by_stream, ENDINGS])
            db.session.rollback()
            self._notice_a_restore(heads)
        self._ring_if_behind(heads)

    def _ring_if_behind(self, heads):
        behind = {
            name
            for name, head in heads.items()
            if (name == ENDINGS and head != self.ended) or any(c.sent[name] < head for c in self.presence.of(name))
        }
        if behind:
            self.ring(behind)

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
        self.round()
        while self.rung or self.behind or self.came:
            self.round()

    def round(self):
        """Send what is new, then for a moment what those have missed who returned: no event waits for a storm of returns."""
        with self.turning, self.app.app_context():
            streams, self.rung = self.rung, set()
            if self.ended is None or ENDINGS in streams:
                self._end_what_ended()
            for stream in sorted(streams - {ENDINGS}):
                if not self._must_wait(stream):
                    self._send_news(stream)
            self._look_after_those_who_came()
            until = time.monotonic() + SLICE
            while self.behind and not self.rung and time.monotonic() < until:
                del self.behind[stream := next(iter(self.behind))]
                self._pass(stream, self._ready(stream))

    def _must_wait(self, stream):
        """A crowd that was told of `stream` just now hears what comes next together, a moment later."""
        if self.inline or len(self.presence.by_stream.get(stream, ())) < CROWD:
            return False
        left = self.told_at.get(stream, 0.0) + BREATH - time.monotonic()
        if left > 0:
            gevent.spawn_later(left, self._wake, {stream})
            return True
        self.told_at[stream] = time.monotonic()
        return False

    def _wake(self, streams):
        self.rung |= streams
        self.bell.set()

    def _look_after_those_who_came(self):
        """Find what those have missed who came since: one look at the heads for all of them."""
        came, self.came = self.came, []
        if came:
            heads = journal.heads({name for connection in came for name in connection.sent})
            db.session.rollback()
            self.behind |= {name: None for one in came for name, seq in one.sent.items() if seq < heads[name]}

    def _ready(self, stream):
        return [c for c in self.presence.of(stream) if not c.held]

    def _send_news(self, stream):
        """Serve those who are about up to date; whoever is further behind is caught up with afterwards."""
        ready = self._ready(stream)
        newest = max((c.sent[stream] for c in ready), default=0)
        near = [c for c in ready if c.sent[stream] > newest - MOST]
        self._pass(stream, near)
        if len(near) < len(ready):
            self.behind[stream] = None

    def _pass(self, stream, ready):
        """Send what is due next to each of these connections; what is then left of it waits for another pass."""
        if not ready:
            return
        shelf = self.bundles.shelf(stream, min(c.sent[stream] for c in ready))
        readers, told = Readers(ready, shelf.entries), Counter[tuple[Run, bool]]()
        for many, connection in enumerate(ready if shelf.entries else (), 1):
            self._carry(connection, stream, shelf, readers, told)
            if many % TOGETHER == 0 and not self.inline:
                gevent.sleep(0)  # a turn for everybody else
        db.session.rollback()  # the next look sees what was committed meanwhile
        self._count(told)
        if told and (len(shelf.entries) == BATCH or any(c.sent[stream] < shelf.seqs[-1] for c in ready)):
            self.behind[stream] = None

    def _carry(self, connection, stream, shelf, readers, told):
        """Send the next run to one connection, if it has room."""
        run = None if connection.held else next_for(connection, stream, shelf, readers)
        if run is None:
            return
        if not run:
            self.resync(connection, [stream])
        elif transport.offer(connection, run):
            connection.note_sent(run)
            told[run, connection.opened_at <= run.facts[0][1]] += 1

    def _count(self, told):
        now = datetime.now(UTC)
        for (run, live), many in told.items():
            for name, at in run.facts:
                self.metrics.sent(name, (now - at).total_seconds() if live else None, many)

    def resync(self, connection, streams):
        """Tell a connection that is too far behind to fetch its page again, and go on from the heads."""
        heads = journal.heads(streams)
        connection.sent |= heads
        transport.send(connection, transport.encode("resync", {"streams": heads}))
        self.metrics.resyncs.inc()

    def welcome(self, connection, cursors, greeting):
        """Send `connected`, then what happened since `cursors`: {stream: seq}."""
        transport.send(connection, transport.encode("connected", greeting))
        with self.app.app_context():
            lost = self._out_of_reach(connection, cursors)
        for name in cursors.keys() - set(lost):
            self.metrics.replayed.inc(connection.sent[name] - cursors[name])
            connection.sent[name] = cursors[name]
        self.presence.add(connection)
        if lost:
            with self.app.app_context():
                self.resync(connection, lost)
        self.ring_for(connection)

    def _out_of_reach(self, connection, cursors):
        """Return the streams that cannot be replayed: too far behind, unknown, or no longer whole above the cursor."""
        behind = [name for name, seq in cursors.items() if seq < connection.sent[name]]
        archived = journal.archived(behind) if behind else {}
        return [
            name
            for name, seq in cursors.items()
            if not 0 <= connection.sent[name] - seq <= REPLAY or seq < archived.get(name, 0)
        ]

    def _end_what_ended(self):
        if self.ended is None:
            self.ended = journal.heads([ENDINGS])[ENDINGS]
        for entry in journal.above(ENDINGS, self.ended, BATCH):
            self.ended = entry.seq
            for connection, reason in endings.concerned(self.presence, entry.event):
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
