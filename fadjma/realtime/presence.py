"""Presence: the connections of this process, by id, by stream and by role."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from ..models.types import utcnow
from . import transport

WINDOW_EVENTS, WINDOW_BYTES = 100, 1024 * 1024  # unacknowledged, to a connection that acknowledges
REMEMBERED = 4  # writes remembered of a connection that has never acknowledged: it may begin to
STALLED = 20.0  # seconds without progress


@dataclass(eq=False, slots=True)
class Connection:
    """One live connection. `sent` and `acknowledged` are the numbers it has of each of its streams."""

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

    @property
    def by_cookie(self):
        """Was it opened with a browser's cookies?"""
        return self.token_expires_at is None

    def room(self):
        """Return how many events may be sent. One that only listens is bounded by the transport alone."""
        return WINDOW_EVENTS - self.events_in_flight if self.acknowledges else WINDOW_EVENTS

    def is_stalled(self):
        """Has its window been full for 20 s without an acknowledgement?"""
        return self.held and monotonic() - self.progressed_at > STALLED

    def note_sent(self, run):
        """Remember that entries `run.first`–`run.last` of a stream went out."""
        self.sent[run.stream] = run.last
        if not self.in_flight:
            self.progressed_at = monotonic()
        self._flies(run.stream, run.first, run.last, run.size, monotonic())
        if self.acknowledges:
            self.held = self.events_in_flight >= WINDOW_EVENTS or self.bytes_in_flight >= WINDOW_BYTES
        elif len(self.in_flight) > REMEMBERED:
            _, first, last, size, _ = self.in_flight.pop(0)
            self.events_in_flight -= last - first + 1
            self.bytes_in_flight -= size

    def _flies(self, stream, first, last, size, at):
        self.in_flight.append((stream, first, last, size, at))
        self.events_in_flight += last - first + 1
        self.bytes_in_flight += size

    def acknowledge(self, streams):
        """Take a cumulative acknowledgement {stream: seq}; return the ages in seconds of what it covers."""
        self.acknowledges, now, ages = True, monotonic(), []
        flying, self.in_flight, self.events_in_flight, self.bytes_in_flight = self.in_flight, [], 0, 0
        for stream, first, last, size, at in flying:
            arrived = streams.get(stream, 0)
            if arrived >= first:
                ages.append(now - at)
            if arrived < last:
                left = max(first, arrived + 1)
                self._flies(stream, left, last, size * (last - left + 1) // (last - first + 1), at)
        if ages:
            self.progressed_at = now
        self.held = self.events_in_flight >= WINDOW_EVENTS or self.bytes_in_flight >= WINDOW_BYTES
        return ages


class Presence:
    """Who is here, in this process."""

    def __init__(self):
        self.connections: dict[str, Connection] = {}
        self.by_stream: dict[str, dict[str, Connection]] = defaultdict(dict)
        self._by_engine: dict[str, Connection] = {}
        self._addresses: Counter[str] = Counter()

    def add(self, connection):
        """Let `connection` hear its streams from now on."""
        self.connections[connection.sid] = self._by_engine[connection.eio_sid] = connection
        self._addresses[connection.address] += 1
        for stream in connection.sent:
            self.by_stream[stream][connection.sid] = connection

    def remove(self, sid):
        """Forget a connection; return it, or None if it was not there."""
        connection = self.connections.pop(sid, None)
        if connection is None:
            return None
        self._by_engine.pop(connection.eio_sid, None)
        self._addresses -= Counter([connection.address])  # keeps no zeros
        for stream in connection.sent:
            self.by_stream[stream].pop(sid, None)
            if not self.by_stream[stream]:
                del self.by_stream[stream]
        return connection

    def held_by(self, address):
        """Return how many connections an address holds."""
        return self._addresses[address]

    def of_engine(self, eio_sid):
        """Return the connection of an engine's session, or None."""
        return self._by_engine.get(eio_sid)

    def of(self, stream):
        """Return the connections that hear `stream`."""
        return list(self.by_stream.get(stream, {}).values())

    def where(self, **wanted: Any):
        """Return the connections whose attributes have these values."""
        return [c for c in list(self.connections.values()) if all(getattr(c, k) == v for k, v in wanted.items())]

    def user_ids_by_role(self):
        """Return {role: ids of the people connected}."""
        people = defaultdict(set)
        for connection in self.connections.values():
            people[connection.role].add(connection.user_id)
        return people

    def connections_by(self):
        """Return {(role, transport): number of connections}."""
        return Counter((c.role, transport.carrier(c)) for c in self.connections.values())
