"""The journal: facts and their numbered entries, written in the caller's transaction, read by the pump.

A stream's number is taken by an UPDATE whose row lock lasts until commit, so numbers are in commit order and a rollback
leaves no hole. All streams of a transaction are taken in one sorted pass: two writers never wait for each other crosswise.
"""

import dataclasses
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert, select, text
from uuid_utils.compat import uuid7

from ..domain import events as vocabulary
from ..extensions import db
from ..models import Entry, Fact, Stream
from .audience import audience

EVENTS = {
    kind.__name__: kind
    for kind in vars(vocabulary).values()
    if isinstance(kind, type) and issubclass(kind, vocabulary.Event)
}
_TAKE_ALL = text(
    "INSERT INTO streams (name, seq) VALUES (:name, :many) ON CONFLICT (name) DO UPDATE SET seq = streams.seq + :many"
)
_TAKE = text(f"{_TAKE_ALL} RETURNING seq")

_FACTS, _ENTRIES = insert(Fact.__table__), insert(Entry.__table__)

RAISE = 1_000_000  # what a restore adds to every stream's number, so that every older cursor is too far behind


def write(events, now):
    """Write `events` to the journal; return ([(event, fact id, now)], {stream names})."""
    facts = [(event, uuid7(), now) for event in events]
    told: dict[str, list[tuple[UUID, bool]]] = {}
    for event, fact_id, _ in facts:
        for stream, loud in audience(event).items():
            told.setdefault(stream, []).append((fact_id, loud))
    db.session.execute(_FACTS, [_fact_row(*fact) for fact in facts])
    entries = []
    for stream in sorted(told):
        last = db.session.execute(_TAKE, {"name": stream, "many": len(told[stream])}).scalar_one()
        first = last - len(told[stream]) + 1
        entries += [
            {"stream": stream, "seq": seq, "fact_id": fact_id, "loud": loud}
            for seq, (fact_id, loud) in enumerate(told[stream], first)
        ]
    if entries:
        db.session.execute(_ENTRIES, entries)
    return facts, set(told)


def _fact_row(event, fact_id, now):
    return {
        "id": fact_id,
        "name": type(event).__name__,
        "actor_id": event.actor_id,
        "subject_id": event.subject_id,
        "patient_id": event.patient_id,
        "payload": payload(event),
        "at": now,
    }


def payload(event):
    """Return the event's fields as JSON values."""
    return {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}


def _plain(value):
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def revive(fact):
    """Return the event that `fact` was written from."""
    kind = EVENTS[fact.name]
    return kind(**{name: read(fact.payload.get(name, default)) for name, default, read in _fields(fact.name)})


@cache
def _fields(name):
    """Return (name, default, how its JSON value is read) of each field of an event."""
    fields = dataclasses.fields(EVENTS[name])
    return [(field.name, field.default, _id if "UUID" in str(field.type) else _same) for field in fields]


def _id(value):
    if value is None:
        return None
    return tuple(map(UUID, value)) if isinstance(value, list) else UUID(value)


def _same(value):
    return value


_STREAM, _ENTRY = Stream.__table__.c, Entry.__table__.c
_FIRST, _LAST = bindparam("first", type_=Uuid), bindparam("last", type_=Uuid)
_LATELY = select(_ENTRY.stream, _ENTRY.seq).where(
    _ENTRY.fact_id >= _FIRST
)  # grouped, SQLite would walk all streams in order
_LOUD = select(_ENTRY.stream).where(_ENTRY.fact_id >= _FIRST, _ENTRY.fact_id < _LAST, _ENTRY.loud).distinct()
_HEADS = select(_STREAM.name, _STREAM.seq).where(_STREAM.name.in_(bindparam("names", expanding=True)))


def heads(names):
    """Return {stream: number of its newest entry}; 0 where nothing was ever told."""
    names = list(names)
    known = {name: seq for name, seq in db.session.execute(_HEADS, {"names": names})}  # noqa: C416
    return {name: known.get(name, 0) for name in names}


def first_id(since):
    """Return the lowest id of a fact recorded at `since`, seconds: ids begin with their time (RFC 9562, version 7)."""
    return UUID(int=int(since * 1000) << 80)


def loud_streams(first, last):
    """Return the names of the streams that were told loudly of a fact with an id from `first` up to `last`."""
    return set(db.session.scalars(_LOUD, {"first": first, "last": last}))


def recent_heads(since):
    """Return {stream: number of its newest entry} of the streams that heard of a fact recorded since `since`, seconds."""
    newest: dict[str, int] = {}
    for name, seq in db.session.execute(_LATELY, {"first": first_id(since)}):
        newest[name] = max(seq, newest.get(name, 0))
    return newest


def archived(names):
    """Return {stream: number up to which it is no longer whole} of those that were archived."""
    rows = db.session.execute(select(Stream.name, Stream.archived).where(Stream.name.in_(names), Stream.archived > 0))
    return dict(rows.all())


def raise_streams(names, heads, *, by=RAISE):
    """After a restore, raise every stream there is and every one of `names` by a multiple of `by`: the first one that leaves
    them all above `heads`, {stream: number} of the database that was replaced."""
    seqs = dict.fromkeys(names, 0) | {stream.name: stream.seq for stream in db.session.scalars(select(Stream))}
    times = max([1, *((heads.get(name, 0) - seq) // by + 1 for name, seq in seqs.items())])
    if seqs:
        db.session.execute(_TAKE_ALL, [{"name": name, "many": by * times} for name in sorted(seqs)])


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Entry `seq` of `stream` as the pump reads it: its fact's row, and the event it was written from."""

    stream: str
    seq: int
    loud: bool
    fact: Any

    @property
    def event(self):
        """The event as it was recorded."""
        return revive(self.fact)


_ABOVE = (
    select(Fact.id, Fact.name, Fact.actor_id, Fact.subject_id, Fact.patient_id, Fact.payload, Fact.at, Entry.seq, Entry.loud)
    .join(Entry.fact)
    .where(Entry.stream == bindparam("stream"), Entry.seq > bindparam("above"))
    .order_by(Entry.seq)
    .limit(bindparam("most"))
)


def above(stream, seq, limit):
    """Return the entries of `stream` numbered above `seq`, oldest first, at most `limit`."""
    rows = db.session.execute(_ABOVE, {"stream": stream, "above": seq, "most": limit})
    return [Told(stream, row.seq, row.loud, row) for row in rows]
