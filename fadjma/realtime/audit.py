"""The audit trail: one entry a fact, in the act's transaction, each sealed with an HMAC over itself and the seal before.

The key is outside the database: whoever can change rows cannot make the chain fit again. The head is locked to append,
last in the transaction, so that it is held only until the commit.
"""

import hashlib
import hmac
import json

from flask import current_app
from sqlalchemy import select

from ..extensions import db
from ..models import AuditEntry, AuditHead
from . import journal

FIRST_SEAL = "0" * 64


def write(facts):
    """Append an entry for each (event, fact id, time)."""
    head = db.session.scalars(select(AuditHead).with_for_update().execution_options(populate_existing=True)).first()
    if head is None:
        head = AuditHead(id=1, seq=0, seal=FIRST_SEAL)
        db.session.add(head)
    for event, fact_id, at in facts:
        entry = AuditEntry(
            seq=head.seq + 1,
            fact_id=fact_id,
            at=at,
            actor_id=event.actor_id,
            act=type(event).__name__,
            subject_type=getattr(event, "subject_kind", event.subject),
            subject_id=event.subject_id,
            patient_id=event.patient_id,
            grant_id=event.grant_id,
            details=journal.payload(event),
        )
        entry.seal = seal(entry, head.seal)
        head.seq, head.seal = entry.seq, entry.seal
        db.session.add(entry)


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


def first_bad_entry():
    """Return the number of the first entry that was changed, added or removed, or None if the chain holds."""
    before, expected = FIRST_SEAL, 1
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=500)):
        if entry.seq != expected or not hmac.compare_digest(entry.seal, seal(entry, before)):
            return expected
        before, expected = entry.seal, expected + 1
    head = db.session.get(AuditHead, 1)
    last, last_seal = (head.seq, head.seal) if head else (0, FIRST_SEAL)
    return None if (last, last_seal) == (expected - 1, before) else expected
