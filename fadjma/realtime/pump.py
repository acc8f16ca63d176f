"""The pump: for each rung stream, the entries above what each connection was sent, rendered once a view. The only emit.

Live and replay are the same: a connection that has just arrived is one that was sent less.
"""

import logging
import time
from collections import Counter
from datetime import UTC, datetime

import gevent
from gevent.event import Event
from gevent.lock import RLock

from ..extensions import db
from ..queries.streams import ENDINGS
from . import telling, transport, watch
from .arrivals import Arrivals
from .breath import Breath
from .bundles import BATCH, MOST, Bundles, Run, next_for
from .endings import Endings
from .readers import Readers
from .telling import TOGETHER

log = logging.getLogger(__name__)
FEW = 100  # the same, each with a run of its own
SLICE = 0.02  # seconds of catching up before the news have their turn


class Pump:
    """One per process; serves all its connections."""

    def __init__(self, app, presence, metrics):
        self.app, self.presence, self.metrics, self.bundles = app, presence, metrics, Bundles()
        self.arrivals = Arrivals(presence, metrics)
        self.endings = Endings(presence, self.arrivals, metrics)
        self.watch = watch.Watch(self)
        self.inline = app.config["PUMP_INLINE"]
        self.rung: set[str] = set()  # streams with news
        self.behind: dict[str, None] = {}  # streams of which somebody may have missed more than the news, in turn
        self.next_replay = 0.0
        self.bell = Event()
        self.turning = RLock()
        self.breath = Breath()

    def ring(self, streams):
        """Note that there may be news on `streams`: somebody committed something, so what was read is true no more."""
        self.bundles.clear()
        self._wake(set(streams))

    def _wake(self, streams):
        self.rung |= streams
        self.bell.set()

    def welcome(self, connection, cursors, greeting):
        """Send `connected`, then what happened since `cursors`: {stream: seq}. Needs an application context."""
        self.arrivals.welcome(connection, cursors, greeting)
        self.bell.set()

    def ring_for(self, connection):
        """Note that `connection` may be sent more: it has just come, or has room again."""
        self.arrivals.came.append(connection)
        self.bell.set()

    def room_in(self, eio_sid):
        """Note that the transport of an engine's session has room again."""
        if connection := self.presence.of_engine(eio_sid):
            self.ring_for(connection)

    def ring_all(self):
        """Note that there may be news on every stream held here."""
        self.ring([*self.presence.streams(), ENDINGS])

    def run(self):
        """Turn at every ring, and once a second at the streams whose heads have moved. For ever."""
        while True:
            self.bell.wait(
                max(0.0, self.next_replay - time.monotonic()) if self.behind or self.arrivals.came else watch.PAUSE
            )
            self.bell.clear()
            try:
                self.watch.keep()
                self.round()
            except Exception:
                log.exception("the pump stumbled; it goes on")
                gevent.sleep(0.2)
            gevent.sleep(0)  # a turn for everybody else

    def turn(self):
        """Send everything that is due now."""
        self.round()
        while self.rung or self.behind or self.arrivals.came:
            self.round()

    def round(self):
        """Send what is new, then for a moment what those have missed who returned: no event waits for a storm of returns."""
        with self.turning, self.app.app_context():
            streams, self.rung = self.rung, set()
            if self.endings.seq is None or ENDINGS in streams:
                self.endings.follow()
            for stream in sorted(streams - {ENDINGS}):
                if not self._must_wait(stream):
                    self._tell_of(stream)
            if self.inline or time.monotonic() >= self.next_replay:
                self._replay()

    def _replay(self):
        """Catch up for a moment with those who are behind; then the door and the news have as long.

        So those who return together are caught up with together, and what they all lack is rendered for all of them.
        """
        began = time.monotonic()
        if not self.arrivals.are_over() and not self.inline:
            self.next_replay = began + SLICE
            return
        self.behind |= dict.fromkeys(self.arrivals.behind())
        while self.behind:
            del self.behind[stream := next(iter(self.behind))]
            if self._send_to_the_last(stream):
                self.behind[stream] = None
            if self.rung or time.monotonic() > began + SLICE:
                break
        self.next_replay = 2 * time.monotonic() - began

    def _send_to_the_last(self, stream):
        """Send the next run to those who are furthest behind and take it; return whether anybody did."""
        return any(self._pass(stream, {place})[0] for place in sorted(set(self.presence.places(stream))))

    def _must_wait(self, stream):
        """A crowd that was told of `stream` just now hears what comes next together, a moment later."""
        left = self.breath.left(stream)
        if left > 0:
            gevent.spawn_later(left, self._wake, {stream})
        return left > 0

    def _tell_of(self, stream):
        began = time.monotonic()
        self._send_news(stream)
        if not self.inline:
            self.breath.taken(stream, began, self.presence.many(stream))

    def _send_news(self, stream):
        """Serve those who are about up to date; whoever is further behind is caught up with afterwards."""
        places = self.presence.places(stream)
        near = range(max(places, default=0) - MOST + 1, max(places, default=0) + 1)
        if self._pass(stream, near)[1] or any(place not in near for place in places):
            self.behind[stream] = None

    def _pass(self, stream, chosen):
        """Send what is due next to those whose number is one of `chosen`; return (was anything?, is more?)."""
        alone = [one for one in self.presence.alone(stream) if not one.held and one.sent[stream] in chosen]
        crowds = [crowd for crowd in self.presence.crowds(stream) if crowd.seq in chosen]
        places = [one.sent[stream] for one in alone] + [crowd.seq for crowd in crowds]
        if not places:
            return False, False
        shelf, told = self.bundles.shelf(stream, min(places)), Counter[tuple[Run, bool]]()
        if shelf.entries:
            for crowd in crowds:
                alone += self._tell(crowd, shelf, told)
            readers = Readers(alone, shelf.entries)
            for many, connection in enumerate(alone, 1):
                self._carry(connection, stream, shelf, readers, told)
                self._breathe(many, FEW)
        db.session.rollback()  # the next look sees what was committed meanwhile
        self._count(told)
        self.presence.gather(stream)
        more = told and (len(shelf.entries) == BATCH or _any_below(shelf.seqs[-1], stream, alone, crowds))
        return bool(told), bool(more)

    def _breathe(self, many, most=TOGETHER):
        if many % most == 0 and not self.inline:
            gevent.sleep(0)  # a turn for everybody else

    def _tell(self, crowd, shelf, told):
        """Send the next run to a whole crowd; return who differs from it, and is to be told alone."""
        run, many, apart = telling.tell(crowd, shelf, self.presence, self._breathe)
        if many:
            told[run, True] += many
        return apart

    def _carry(self, connection, stream, shelf, readers, told):
        """Send the next run to one connection, if it has room."""
        run = None if connection.held else next_for(connection, stream, shelf, readers)
        if run is None:
            return
        if not run:
            self.arrivals.resync(connection, [stream])
        elif transport.offer(connection, run):
            connection.note_sent(run)
            told[run, connection.opened_at <= run.facts[0][1]] += 1

    def _count(self, told):
        now = datetime.now(UTC)
        for (run, live), many in told.items():
            for name, at in run.facts:
                self.metrics.sent(name, (now - at).total_seconds() if live else None, many)


def _any_below(last, stream, alone, crowds):
    """Is anybody who was served still below number `last`?"""
    return any(one.number(stream) < last for one in alone) or any(crowd.members and crowd.seq < last for crowd in crowds)
