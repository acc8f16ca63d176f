"""The audit trail: whatever is done to it behind the application's back, the first entry that no longer fits is named."""

import json
import random
import uuid

import pytest
from sqlalchemy import func, insert, select, text

from fadjma.commands.access_requests import cancel_access_request, request_access
from fadjma.extensions import db
from fadjma.models import AuditEntry, AuditHead, Fact
from fadjma.realtime import audit

ENTRIES = 12
CHANGES = {
    "fact_id": lambda: uuid.uuid4().hex,
    "at": lambda: "2020-01-01 00:00:00.000000",
    "actor_id": lambda: uuid.uuid4().hex,
    "act": lambda: "MedicalRecordRead",
    "subject_type": lambda: "session",
    "subject_id": lambda: uuid.uuid4().hex,
    "patient_id": lambda: uuid.uuid4().hex,
    "grant_id": lambda: uuid.uuid4().hex,
    "details": lambda: json.dumps({"level": "write"}),
    "seal": lambda: "f" * 64,
}


@pytest.fixture
def trail(cast):
    """A trail of twelve entries: a doctor asks, and thinks better of it, six times."""
    for _ in range(ENTRIES // 2):
        asked = request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
        cancel_access_request(asked.id, actor=cast.ibrahima)
    assert audit.head()[0] == ENTRIES
    return cast


def tamper(statement, **values):
    """Change the tables as somebody with the database's password would."""
    db.session.execute(text(statement), values)
    db.session.commit()


def found():
    """Return the first bad entry, read anew."""
    db.session.expire_all()
    return audit.first_bad_entry()


def test_an_untouched_trail_holds(trail):
    assert found() is None


def test_an_empty_trail_holds(context):
    assert audit.first_bad_entry() is None
    assert audit.head() == (0, audit.FIRST_SEAL)


def changed(field, number, value):
    """Return the first bad entry once `field` of entry `number` says something else; then undo it."""
    kind = {"details": "JSON", "at": "TIMESTAMPTZ"}.get(field, "UUID" if field.endswith("_id") else "TEXT")
    cast = f"CAST(:value AS {kind})" if db.engine.dialect.name == "postgresql" else ":value"
    change = text(f"UPDATE audit_entries SET {field} = {cast} WHERE seq = :seq")
    db.session.execute(change, {"value": value, "seq": number})
    bad = found()
    db.session.rollback()
    return bad


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found_in_any_entry(trail, field):
    for number in range(1, ENTRIES + 1):
        assert changed(field, number, CHANGES[field]()) == number
    assert found() is None


def test_every_field_of_an_entry_is_sealed():
    assert {*CHANGES, "seq"} == set(AuditEntry.__table__.c.keys())


@pytest.mark.parametrize("number", [1, 7, ENTRIES])
def test_a_deleted_entry_is_found(trail, number):
    tamper("DELETE FROM audit_entries WHERE seq = :seq", seq=number)
    assert found() == number


def test_entries_that_changed_places_are_found(trail):
    for was, becomes in ((4, 1000), (5, 4), (1000, 5)):
        tamper("UPDATE audit_entries SET seq = :becomes WHERE seq = :was", was=was, becomes=becomes)
    assert found() == 4


@pytest.mark.parametrize(("number", "bad"), [(0, 1), (-3, 1), (ENTRIES + 1, ENTRIES + 1), (ENTRIES + 50, ENTRIES + 1)])
def test_an_inserted_entry_is_found(trail, number, bad):
    copied = dict(db.session.execute(select(*AuditEntry.__table__.c).where(AuditEntry.seq == 3)).one()._mapping)
    db.session.execute(insert(AuditEntry), [copied | {"seq": number, "fact_id": uuid.uuid4()}])
    db.session.commit()
    assert found() == bad


def test_an_entry_put_in_the_middle_with_the_rest_moved_up_is_found(trail):
    for number in range(ENTRIES, 5, -1):
        tamper("UPDATE audit_entries SET seq = seq + 1 WHERE seq = :seq", seq=number)
    copied = dict(db.session.execute(select(*AuditEntry.__table__.c).where(AuditEntry.seq == 5)).one()._mapping)
    db.session.execute(insert(AuditEntry), [copied | {"seq": 6, "fact_id": uuid.uuid4()}])
    db.session.commit()
    assert found() == 6


def test_a_tail_that_was_cut_off_is_found(trail):
    tamper("DELETE FROM audit_entries WHERE seq > 9")
    assert found() == 10


def test_a_tail_cut_off_with_its_head_is_found_by_a_checkpoint_kept_elsewhere(trail):
    checkpoint = audit.head()
    assert audit.first_bad_entry(checkpoint) is None
    seal = db.session.scalar(select(AuditEntry.seal).where(AuditEntry.seq == 9))
    tamper("DELETE FROM audit_entries WHERE seq > 9")
    tamper("UPDATE audit_head SET seq = 9, seal = :seal", seal=seal)
    assert found() is None
    assert audit.first_bad_entry(checkpoint) == 10


def test_a_tail_written_anew_after_the_cut_is_found_by_a_checkpoint(trail):
    checkpoint = audit.head()
    tamper("DELETE FROM audit_entries WHERE seq > 11")
    seal = db.session.scalar(select(AuditEntry.seal).where(AuditEntry.seq == 11))
    tamper("UPDATE audit_head SET seq = 11, seal = :seal", seal=seal)
    request_access(trail.awa.id, reason="Toux", level="read", days=30, actor=trail.ibrahima)
    assert found() is None
    assert audit.first_bad_entry(checkpoint) == ENTRIES


def test_a_head_that_was_moved_is_found(trail):
    tamper("UPDATE audit_head SET seq = seq + 5")
    assert found() == ENTRIES + 1


def test_an_entry_that_can_no_longer_be_read_is_named(trail):
    if db.engine.dialect.name == "postgresql":
        tamper("UPDATE audit_entries SET details = 'null' WHERE seq = 8")
    else:
        tamper("UPDATE audit_entries SET details = '{', patient_id = 'nobody' WHERE seq = 8")
    assert found() == 8


def test_without_the_key_nothing_fits(trail, app, monkeypatch):
    monkeypatch.setitem(app.config, "AUDIT_KEY", "somebody else's key")
    assert found() == 1


def test_a_long_trail_is_read_in_pieces(trail, monkeypatch):
    monkeypatch.setattr(audit, "READ_AT_ONCE", 5)
    assert found() is None
    tamper("DELETE FROM audit_entries WHERE seq = 6")
    assert found() == 6


def test_random_changes_are_all_found(trail):
    """Each is undone again; fields and entries by lot, with a seed that a failure names."""
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    rows = [dict(row._mapping) for row in db.session.execute(select(*AuditEntry.__table__.c).order_by(AuditEntry.seq))]
    for _ in range(200):
        row, field = dice.choice(rows), dice.choice(["act", "subject_type", "seal"])
        letters = list(row[field])
        place = dice.randrange(len(letters))
        letters[place] = chr(ord(letters[place]) ^ 1 << dice.randrange(5))
        assert changed(field, row["seq"], "".join(letters)) == row["seq"], f"seed {seed}: {field} of {row['seq']}"
    assert found() is None


def test_each_fact_has_its_entry_and_each_entry_its_fact(trail):
    facts = db.session.scalars(select(Fact.id)).all()
    assert set(facts) == set(db.session.scalars(select(AuditEntry.fact_id)))
    assert db.session.scalar(select(func.count()).select_from(AuditHead)) == 1
