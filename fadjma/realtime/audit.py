"""The audit trail: one entry a fact, in the act's transaction, each sealed with an HMAC over itself and the seal before.

The key is outside the database: whoever can change rows cannot make the chain fit again. The head is locked to append,
last in the transaction, so that it is held only until the commit.
"""

import hashlib
import hmac
import json
from types import SimpleNamespace

import gevent
from flask import current_app
from sqlalchemy import insert, select, update

from ..extensions import db
from ..models import AuditEntry, AuditHead
from . import journal

SEAL_LENGTH = 64  # hexadecimal digits of SHA-256
FIRST_SEAL = "0" * SEAL_LENGTH
READ_AT_ONCE = 500  # entries


_HEAD, _ENTRY = AuditHead.__table__, AuditEntry.__table__
_LOCKED_HEAD = select(_HEAD.c.seq, _HEAD.c.seal).where(_HEAD.c.id == 1).with_for_update()


def write(facts):
    """Append an entry for each (event, fact id, time)."""
    locked = db.session.execute(_LOCKED_HEAD).first()
    newest, before = locked or (0, FIRST_SEAL)
    entries = []
    for seq, fact in enumerate(facts, newest + 1):
        entry = _entry(seq, *fact)
        before = seal(SimpleNamespace(**entry), before)
        entries.append(entry | {"seal": before})
    db.session.execute(_APPEND, entries)
    db.session.execute(_MOVE_HEAD if locked else _FIRST_HEAD, {"seq": newest + len(facts), "seal": before})


_APPEND, _FIRST_HEAD, _MOVE_HEAD = insert(_ENTRY), insert(_HEAD).values(id=1), update(_HEAD).where(_HEAD.c.id == 1)


def _entry(seq, event, fact_id, at):
    """Return the row of an event, but for its seal."""
    return {
        "seq": seq,
        "fact_id": fact_id,
        "at": at,
        "actor_id": event.actor_id,
        "act": type(event).__name__,
        "subject_type": getattr(event, "subject_kind", event.subject),
        "subject_id": event.subject_id,
        "patient_id": event.patient_id,
        "grant_id": event.grant_id,
        "details": journal.payload(event),
    }


def seal(entry, before):
    """Return the HMAC-SHA256 of `entry` and of the seal of the entry before it, in hexadecimal."""
    said = [
        before,
        entry.seq,
        str(entry.fact_id),
        entry.at.isoformat(),
        str(entry.actor_id),
        entry.act,
        entry.subject_type,
        str(entry.subject_id),
        str(entry.patient_id),
        str(entry.grant_id),
        entry.details,
    ]
    message = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return hmac.new(current_app.config["AUDIT_KEY"].encode(), message, hashlib.sha256).hexdigest()


def first_bad_entry(checkpoint=None):
    """Return the number of the first entry that was changed, added or removed, or None if the chain holds.

    `checkpoint` is a (number, seal) of `head` that was kept elsewhere: without one, a tail that was cut off together with
    the head is not seen.
    """
    before, expected = FIRST_SEAL, 1
    for entry in _entries():
        if entry is None or entry.seq != expected or not _same(entry.seal, seal(entry, before)):
            return expected
        if checkpoint and expected == checkpoint[0] and not _same(entry.seal, checkpoint[1]):
            return expected
        before, expected = entry.seal, expected + 1
    cut_off = checkpoint and checkpoint[0] >= expected
    return expected if cut_off or head() != (expected - 1, before) else None


def head():
    """Return (number, seal) of the newest entry."""
    row = db.session.execute(select(AuditHead.seq, AuditHead.seal)).first()
    return (row.seq, row.seal) if row else (0, FIRST_SEAL)


def _entries():
    """Yield every entry as a row, by number; None for one that can no longer even be read, which is the last."""
    everything = select(*AuditEntry.__table__.c).order_by(AuditEntry.seq)
    query, many = everything, READ_AT_ONCE
    while True:
        try:
            rows = db.session.execute(query.limit(many)).all()
        except (ValueError, TypeError, AttributeError):  # not a time, not an id, not JSON any more
            if many == 1:
                yield None
                return
            many = 1
            continue
        yield from rows
        if len(rows) < many:
            return
        query = everything.where(AuditEntry.seq > rows[-1].seq)
        gevent.sleep(0)  # a long trail must not keep everyone else waiting


def _same(seal, other):
    return hmac.compare_digest(seal.encode(), other.encode())
