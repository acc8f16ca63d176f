"""Bundles: a stream's entries as readers get them. Read once, rendered once a view, joined once for all who lack the same.

What is kept of a shared stream is true until anybody commits anything: the pump clears it at every ring of the doorbell. So
five hundred people who return to it cost what one does. What is one person's own is kept no longer than a look at it.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from flask import g

from ..languages import speaking
from . import journal, transport
from .frame import frame

BATCH = 200  # entries read at once
MOST, BYTES = 32, 32 * 1024  # events and bytes in one bundle: half of what a transport holds back


def secret(value):
    """Return `value`, and say that it is one: the frame that shows it is never compressed. Templates use it."""
    g.holds_secret = True
    return value


class Run(transport.Bundle):
    """The messages of entries `first`–`last` of a stream; `facts`: the name and time of each."""

    def __init__(self, entries, messages):
        super().__init__(messages)
        self.stream, self.first, self.last = entries[0].stream, entries[0].seq, entries[-1].seq
        self.size = sum(message.size for message in messages)
        self.facts = [(message.name, entry.fact.at) for message, entry in zip(messages, entries, strict=True)]


@dataclass
class Shelf:
    """What is kept of one stream: its entries above `since`, messages by (seq, view), runs by (cursor, room, view)."""

    since: int
    entries: list[journal.Told]
    messages: dict[tuple, transport.Message] = field(default_factory=dict)
    runs: dict[tuple, Run] = field(default_factory=dict)

    def __post_init__(self):
        self.seqs = [entry.seq for entry in self.entries]

    def above(self, seq):
        """Return the entries above number `seq`."""
        return self.entries[bisect_right(self.seqs, seq) :]


class Bundles:
    """What one process has read and rendered since the last commit it heard of."""

    def __init__(self):
        self.shelves: dict[str, Shelf] = {}
        self.clears = 0

    def clear(self):
        """Somebody committed something: read and render anew."""
        self.shelves.clear()
        self.clears += 1

    def shelf(self, stream, seq):
        """Return what is kept of `stream` above number `seq`, at most BATCH entries. Needs an application context."""
        shelf = self.shelves.get(stream)
        if shelf is None or seq < shelf.since or (len(shelf.entries) == BATCH and seq >= shelf.seqs[-1]):
            clears = self.clears
            shelf = Shelf(seq, journal.above(stream, seq, BATCH))
            if not stream.startswith("user_") and clears == self.clears:  # nobody committed while it was read
                self.shelves[stream] = shelf
        return shelf


def next_for(connection, stream, shelf, readers):
    """Return the run that `connection` is due, None where nothing is, or False at a hole in the numbers."""
    sent, room = connection.number(stream), min(connection.room(), MOST)
    at = bisect_right(shelf.seqs, sent)
    if at == len(shelf.seqs) or room <= 0:
        return None
    if shelf.seqs[at] != sent + 1:  # what a restored backup leaves
        return False
    due = shelf.entries[at : at + room]
    key = sent, room, readers.view(connection, due)
    if key in shelf.runs:
        return shelf.runs[key]
    run = _run(connection, shelf, due, readers)
    if readers.is_open(connection):  # what somebody is sent whose account was just closed is for nobody else
        shelf.runs[key] = run
    return run


def _run(connection, shelf, entries, readers):
    chosen: list[journal.Told] = []
    messages: list[transport.Message] = []
    size = 0
    for entry in entries:
        if chosen and (size > BYTES or entry.seq != chosen[-1].seq + 1):
            break
        message = _message(connection, shelf, entry, readers)
        chosen.append(entry)
        messages.append(message)
        size += message.size
    return Run(chosen, messages)


def _message(connection, shelf, entry, readers):
    key = entry.seq, readers.view(connection, [entry])
    if key in shelf.messages:
        return shelf.messages[key]
    sight = readers.sight(connection, entry)
    with speaking(connection.language):
        name, body = frame(entry, sight)
    message = transport.encode(name, body, secret=g.pop("holds_secret", False))
    if sight is not None:
        shelf.messages[key] = message
    return message
