"""What an act leaves behind: its facts, whom they are told, and their audit entries; or, refused, not one changed row."""

from contextlib import contextmanager

import pytest

from fadjma.extensions import db
from fadjma.models import AuditEntry, Entry, Fact
from fadjma.realtime import audit


def everything():
    """Return {table: its rows} of the whole database."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return {table.name: sorted(map(repr, db.session.execute(table.select()))) for table in tables}


@contextmanager
def refused(kind, code=None):
    """Expect the act in this block to be refused as `kind` with `code`, and to have written nothing at all."""
    with nothing_written(), pytest.raises(kind) as caught:
        yield caught
    assert code is None or caught.value.code == code


@contextmanager
def nothing_written():
    """Fail where what is done in this block changes a row anywhere."""
    before = everything()
    yield
    assert everything() == before


def written(name):
    """Return every fact called `name`, oldest first."""
    return db.session.scalars(db.select(Fact).where(Fact.name == name).order_by(Fact.id)).all()


def newest(name):
    """Return (fact, audit entry) of the newest fact called `name`, after checking that they say the same."""
    fact = written(name)[-1]
    audited = db.session.scalars(db.select(AuditEntry).where(AuditEntry.fact_id == fact.id)).one()
    assert fact_of(audited) == fact_of(fact)
    return fact, audited


def left_by(act):
    """Run `act`; return [(fact's name, {stream: loud})] of what it recorded, each audited once, by the same actor."""
    known = set(db.session.scalars(db.select(Fact.id)))
    act()
    facts = db.session.scalars(db.select(Fact).where(Fact.id.not_in(known)).order_by(Fact.id)).all()
    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(len(facts))).all()
    assert [fact_of(entry) for entry in reversed(entries)] == [fact_of(fact) for fact in facts]
    assert audit.first_bad_entry() is None
    return [(fact.name, heard(fact)) for fact in facts]


def fact_of(row):
    """Return (id, act, actor, whose file, details) of a fact, or of the audit entry that repeats it."""
    if isinstance(row, Fact):
        return row.id, row.name, row.actor_id, row.patient_id, row.payload
    return row.fact_id, row.act, row.actor_id, row.patient_id, row.details


def heard(fact):
    """Return {stream: loud} of a fact."""
    entries = db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))
    return {entry.stream: entry.loud for entry in entries}
