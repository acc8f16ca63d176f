"""What an act leaves behind: its fact in the journal, who was told of it, its audit entry; a refusal leaves nothing."""

from contextlib import contextmanager

from fadjma.extensions import db
from fadjma.models import AuditEntry, Entry, Fact


def counts():
    """Return {table: number of rows} of the whole database."""
    db.session.rollback()
    tables = db.metadata.sorted_tables
    return {table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables}


@contextmanager
def nothing_written():
    """Fail where what is done inside leaves a row anywhere."""
    before = counts()
    yield
    assert counts() == before


def written(name):
    """Return every fact called `name`, oldest first."""
    return db.session.scalars(db.select(Fact).where(Fact.name == name).order_by(Fact.id)).all()


def newest(name):
    """Return (fact, audit entry) of the newest fact called `name`; they have the same act, actor, subject and moment."""
    fact = written(name)[-1]
    audited = db.session.scalars(db.select(AuditEntry).where(AuditEntry.fact_id == fact.id)).one()
    assert (audited.act, audited.at, audited.patient_id) == (fact.name, fact.at, fact.patient_id)
    assert (audited.actor_id, audited.subject_id) == (fact.actor_id, fact.subject_id)
    return fact, audited


def heard(fact):
    """Return {stream: loud} of a fact."""
    entries = db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))
    return {entry.stream: entry.loud for entry in entries}
