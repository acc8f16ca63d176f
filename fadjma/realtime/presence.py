"""Presence: the connections of this process, by id, by stream and by role; those of a whole role in crowds."""

from collections import Counter, defaultdict
from typing import Any

from ..queries.streams import ROLES, user_stream
from . import transport
from .addresses import Addresses
from .connection import Connection
from .crowd import Crowd
from .deadlines import Deadlines

NOTICE = 60.0  # seconds before its end that a token client is told to show a fresh token
SHARED = frozenset(ROLES.values())  # the streams that whole roles hear


class Presence:
    """Who is here, in this process."""

    def __init__(self):
        self.connections: dict[str, Connection] = {}
        self._alone: dict[str, dict[str, Connection]] = defaultdict(dict)  # by stream and id, those in no crowd
        self._crowds: dict[str, dict[tuple, Crowd]] = defaultdict(dict)  # by stream and by what sets the bytes apart
        self._by_engine: dict[str, Connection] = {}
        self._addresses = Addresses()
        self.token_ends = Deadlines()

    def add(self, connection):
        """Let `connection` hear its streams from now on."""
        self.connections[connection.sid] = self._by_engine[connection.eio_sid] = connection
        self._addresses.take(connection.address)
        for stream in connection.sent:
            self._alone[stream][connection.sid] = connection
        self.expect_its_end(connection)

    def expect_its_end(self, connection):
        """Have `connection` looked at when its token, if it has one, runs out before long."""
        if connection.token_expires_at is not None:
            self.token_ends.add(connection.token_expires_at - NOTICE, connection.sid)

    def remove(self, sid):
        """Forget a connection; return it, or None if it was not there."""
        connection = self.connections.pop(sid, None)
        if connection is None:
            return None
        self._by_engine.pop(connection.eio_sid, None)
        self._addresses.give_back(connection.address)
        connection.leave_crowd()
        for stream in connection.sent:
            self._alone[stream].pop(sid, None)
            if not self._alone[stream] and stream not in SHARED:
                del self._alone[stream]
        return connection

    def held_by(self, address):
        """Return how many connections an address holds."""
        return self._addresses[address]

    def of_engine(self, eio_sid):
        """Return the connection of an engine's session, or None."""
        return self._by_engine.get(eio_sid)

    def hears(self, stream):
        """Does anybody here hear `stream`?"""
        return stream in self._alone

    def streams(self):
        """Return the names of the streams that are heard here."""
        return list(self._alone)

    def alone(self, stream):
        """Return the connections that hear `stream`, each for itself."""
        return list(self._alone.get(stream, {}).values())

    def crowds(self, stream):
        """Return the crowds that hear `stream`."""
        return [crowd for crowd in self._crowds.get(stream, {}).values() if crowd.members]

    def many(self, stream):
        """Return how many connections hear `stream`."""
        return len(self._alone.get(stream, ())) + sum(len(crowd.members) for crowd in self.crowds(stream))

    def places(self, stream):
        """Return the numbers of `stream` at which those are who hear it."""
        return [one.sent[stream] for one in self.alone(stream)] + [crowd.seq for crowd in self.crowds(stream)]

    def gather(self, stream):
        """Let those join a crowd who hear `stream`, are level with it, and see the same by the same kind of wire."""
        if stream not in SHARED:
            return
        crowds, alone = self._crowds[stream], self.alone(stream)
        newest = max(self.places(stream), default=0)
        for one in alone:
            wire = transport.wire_of(one)
            if one.sent[stream] < newest or one.held or wire is None:
                continue
            kind = one.role, one.language, wire.deflates
            if kind not in crowds or not crowds[kind].members:
                crowds[kind] = Crowd(stream, newest, self._alone[stream])
            if crowds[kind].seq == newest:
                crowds[kind].join(wire, one)

    def of_person(self, user_id):
        """Return the connections of one person, who all hear that person's own stream."""
        return self.alone(user_stream(user_id))

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
