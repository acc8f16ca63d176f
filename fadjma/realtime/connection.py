"""A connection: who it is of, what it was sent, and its window: what of that is not acknowledged yet."""

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from ..models.types import utcnow

WINDOW_EVENTS, WINDOW_BYTES = 100, 1024 * 1024  # unacknowledged, to a connection that acknowledges
REMEMBERED = 4  # writes remembered of a connection that has never acknowledged: it may begin to
STALLED = 20.0  # seconds without progress


@dataclass(eq=False, slots=True)
class Connection:
    """One live connection. `sent`: the numbers it has of its streams; of the one it hears in a crowd, the crowd knows."""

    sid: str
    eio_sid: str
    user_id: UUID
    session_id: UUID
    role: str
    language: str
    transport: str
    address: str
    token_expires_at: float | None  # of a token client; a cookie connection lives as long as its session
    sent: dict[str, int]
    acknowledges: bool = False
    in_flight: list[tuple[str, int, int, int, float]] = field(default_factory=list)  # stream, first, last, bytes, when
    events_in_flight: int = 0
    held: bool = False  # is its window full?
    bytes_in_flight: int = 0
    progressed_at: float = field(default_factory=monotonic)
    warned: bool = False  # that its token runs out
    opened_at: datetime = field(default_factory=utcnow)
    crowd: Any = None  # the Crowd it is in
    wire: Any = None  # and its wire there
    taken: int = 0  # the number that it has acknowledged there

    @property
    def by_cookie(self):
        """Was it opened with a browser's cookies?"""
        return self.token_expires_at is None

    def cursors(self):
        """Return {stream: the number it was sent}."""
        return self.sent | {self.crowd.stream: self.crowd.seq} if self.crowd else self.sent

    def number(self, stream):
        """Return the number of `stream` it was sent."""
        seq = self.sent.get(stream)
        return self.crowd.seq if seq is None else seq

    def leave_crowd(self):
        """Be told by itself from now on."""
        if self.crowd:
            self.crowd.leave(self)

    # its window

    def room(self):
        """Return how many events may be sent. One that only listens is bounded by the transport alone."""
        if not self.acknowledges:
            return WINDOW_EVENTS
        with_the_others = self.crowd.seq - self.crowd.taken_by(self) if self.crowd else 0
        return WINDOW_EVENTS - self.events_in_flight - with_the_others

    def room_in_bytes(self):
        """Return how many bytes may be sent to it, which acknowledges."""
        crowd = self.crowd
        with_the_others = crowd.weight - crowd.weight_at(crowd.taken_by(self)) if crowd else 0
        return WINDOW_BYTES - self.bytes_in_flight - with_the_others

    def is_full(self):
        """Is as much unacknowledged as may be?"""
        return self.acknowledges and (self.room() <= 0 or self.room_in_bytes() <= 0)

    def is_stalled(self):
        """Has its window been full for 20 s without an acknowledgement?"""
        return self.held and monotonic() - self.progressed_at > STALLED

    def waits_since(self):
        """Return when the oldest event was sent that it has not acknowledged, or None."""
        sent_at = [at for *_, at in self.in_flight]
        if self.crowd:
            sent_at.append(self.crowd.waits_since(self))
        return min(filter(None, sent_at), default=None)

    def note_sent(self, run):
        """Remember that entries `run.first`–`run.last` of a stream went out."""
        now = monotonic()
        self.sent[run.stream] = run.last
        if not self.in_flight:
            self.progressed_at = now
        self.note_flying(run.stream, run.first, run.last, run.size, now)
        if not self.acknowledges and len(self.in_flight) > REMEMBERED:
            _, first, last, size, _ = self.in_flight.pop(0)
            self.events_in_flight -= last - first + 1
            self.bytes_in_flight -= size
        self._look_at_the_window()

    def note_flying(self, stream, first, last, size, at):
        """Remember what is on its way: entries `first`–`last`, that many bytes, sent at `at`."""
        self.in_flight.append((stream, first, last, size, at))
        self.events_in_flight += last - first + 1
        self.bytes_in_flight += size

    def _look_at_the_window(self):
        self.held = self.is_full()
        if self.held:
            self.leave_crowd()
        elif self.crowd:
            self.crowd.heed(self)

    def acknowledge(self, streams):
        """Take a cumulative acknowledgement {stream: seq}; return the age in seconds of the oldest event in it, or None."""
        began = not self.acknowledges
        told_at = [self.crowd.acknowledge(self, streams.get(self.crowd.stream, 0))] if self.crowd else []
        if self.in_flight:
            told_at += self._arrived(streams)
        self.acknowledges = True
        if began or self.held:
            self._look_at_the_window()
        oldest = min(filter(None, told_at), default=None)
        if oldest is None:
            return None
        self.progressed_at = monotonic()
        return self.progressed_at - oldest

    def _arrived(self, streams):
        """Forget what of it has arrived; return when each of that was sent."""
        flying, self.in_flight, self.events_in_flight, self.bytes_in_flight = self.in_flight, [], 0, 0
        told_at = []
        for stream, first, last, size, at in flying:
            arrived = streams.get(stream, 0)
            if arrived >= first:
                told_at.append(at)
            if arrived < last:
                left = max(first, arrived + 1)
                self.note_flying(stream, left, last, size * (last - left + 1) // (last - first + 1), at)
        return told_at
