"""A crowd: connections that hear one stream, are at the same number of it, and see the same.

What it is told is written to all its wires in a row; then one number moves on, in place of a number and a window for each.
Whoever differs leaves it first, with their own number and window, is told alone, and joins again once they are level: the
person an entry is about, who has read it already, whose window is full, whose wire takes no more.
"""

from collections import deque
from itertools import groupby
from time import monotonic

from .connection import REMEMBERED, WINDOW_BYTES, WINDOW_EVENTS, Connection

LOGGED = 2 * WINDOW_EVENTS  # events remembered: more than any window holds


class Crowd:
    """Who is at number `seq` of `stream`. `members`: {wire: connection}."""

    def __init__(self, stream, seq, alone):
        self.stream, self.seq, self.weight = stream, seq, 0  # weight: bytes told so far
        self.alone: dict[str, Connection] = alone  # those who hear the stream and are in no crowd, by id
        self.members: dict[object, Connection] = {}
        self.log: deque[tuple[int, float]] = deque(maxlen=LOGGED)  # of each event: weight before it, when it was told
        self.writes: deque[int] = deque(maxlen=REMEMBERED)  # the numbers before the last writes
        self.left = 0  # how many ever left
        self.unwritten: set[object] = set()  # the wires whose turn comes, while the others are written to
        self._level_with(None)

    def _level_with(self, opened_at):
        self.newest = opened_at  # when the youngest member came
        self.full_at, self.heavy_at = self.seq + WINDOW_EVENTS, self.weight + WINDOW_BYTES  # nobody's window is full before

    def join(self, wire, connection):
        """Take in a connection that is at `seq`."""
        if not self.members:
            self._level_with(connection.opened_at)
        self.members[wire] = connection
        self.newest = max(self.newest, connection.opened_at)
        del connection.sent[self.stream], self.alone[connection.sid]
        connection.crowd, connection.wire, connection.taken = self, wire, self.seq
        self.heed(connection)

    def heed(self, connection):
        """Note that a member's window may be full sooner than everybody's was."""
        if connection.acknowledges:
            self.full_at = min(self.full_at, self.seq + connection.room())
            self.heavy_at = min(self.heavy_at, self.weight + connection.room_in_bytes())

    def leave(self, connection, at=None):
        """Let a member go, with number `at` (by default: of what it was written) and what of it is on its way."""
        if at is None:
            at = self.writes[-1] if connection.wire in self.unwritten else self.seq
        flying = self._flying(min(self.taken_by(connection), at), at)
        del self.members[connection.wire]
        self.left += 1
        connection.crowd = connection.wire = None
        connection.sent[self.stream], self.alone[connection.sid] = at, connection
        if flying:
            connection.progressed_at = max(connection.progressed_at, flying[0][-1])
        for first, last, told_at in flying:
            connection.note_flying(self.stream, first, last, self.weight_at(last) - self.weight_at(first - 1), told_at)

    def _flying(self, taken, at):
        """Return what was told after number `taken` and up to `at`, a write each: (first, last, when)."""
        writes = [(told_at, [*seqs]) for told_at, seqs in groupby(range(taken + 1, at + 1), self._told_at)]
        return [(seqs[0], seqs[-1], told_at) for told_at, seqs in writes]

    # what is on its way to a member: the events above the number it has acknowledged

    def taken_by(self, connection):
        """Return the number up to which nothing told to a member is on its way any more."""
        oldest = self.seq - len(self.log)
        if not connection.acknowledges and self.writes:  # it may begin to: as little is remembered as of one by itself
            oldest = max(oldest, self.writes[0])
        return max(connection.taken, oldest)

    def weight_at(self, seq):
        """Return the bytes told up to number `seq`."""
        return self.weight if seq == self.seq else self.log[seq - self.seq][0]

    def _told_at(self, seq):
        return self.log[seq - self.seq - 1][1]

    def waits_since(self, connection):
        """Return when the oldest event was told that a member has not acknowledged, or None."""
        taken = self.taken_by(connection)
        return self._told_at(taken + 1) if taken < self.seq else None

    def acknowledge(self, connection, arrived):
        """Take a member's acknowledgement up to number `arrived`; return when the oldest event in it was told, or None."""
        taken = self.taken_by(connection)
        connection.taken = max(taken, min(arrived, self.seq))
        return self._told_at(taken + 1) if arrived > taken else None

    # telling it

    def note_told(self, run):
        """Everybody has been sent `run`, or is about to be."""
        now = monotonic()
        self.writes.append(self.seq)
        for message in run.messages:
            self.log.append((self.weight, now))
            self.weight += message.size
        self.seq = run.last

    def part_with(self, them, since):
        """Let those go of `them` who are members, and members who came after `since`; return who went."""
        gone = [one for one in them if one.crowd is self]
        if self.newest >= since:
            gone += [one for one in self.members.values() if one.opened_at >= since and one not in gone]
        self._part(gone)
        if self.newest >= since and self.members:
            self.newest = max(one.opened_at for one in self.members.values())
        return gone

    def part(self):
        """Let everybody go; return them."""
        return self._part(list(self.members.values()))

    def _part(self, gone):
        for one in gone:
            self.leave(one)
        return gone

    def shed(self, events):
        """Let members go who have no room for as many events; return them."""
        if self.seq + events <= self.full_at and self.weight < self.heavy_at:
            return []
        gone = self._part([one for one in self.members.values() if one.room() < events or one.is_full()])
        for one in gone:
            one.held = one.is_full()
        self._level_with(self.newest)
        for one in self.members.values():
            self.heed(one)
        return gone
