"""After a restore: every stream above every number that any page may have seen, and an audit trail that holds."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text

from ..extensions import db
from ..models import InteractionRow, Medication, MedicationAlias, ProcessLease, Stream, Verification
from ..queries.streams import every_stream
from ..realtime import audit, journal
from .file import Unfit

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
SHIPPED = (Medication, MedicationAlias, InteractionRow)  # a migration fills them
WRITTEN_BY_ITSELF = (ProcessLease, Verification)  # by a running server
PASSING = {model.__tablename__ for model in (*SHIPPED, *WRITTEN_BY_ITSELF)}  # nobody's data


def revision():
    """Return the migration that the database stands at."""
    return db.session.scalar(text("SELECT version_num FROM alembic_version"))


def may_replace(replace):
    """Refuse to end data that nobody said may go."""
    there = _tables()
    tables = [table for table in db.metadata.sorted_tables if table.name in there - PASSING]
    if not replace and any(db.session.execute(select(table).limit(1)).first() for table in tables):
        raise Unfit("this database has data: --replace ends it and puts the backup in its place.")
    db.session.rollback()


def _tables():
    return set(inspect(db.session.connection()).get_table_names())


def heads():
    """Return {stream: number} of the database that is to be replaced."""
    there = _tables()
    found = {stream.name: stream.seq for stream in db.session.scalars(select(Stream))} if "streams" in there else {}
    db.session.rollback()
    return found


def finish(heads, raise_by):
    """Raise the streams and verify the audit trail, in the transaction that restores; return what to say of it.

    `heads` are of the database that was replaced: where a stream is there already at a number that one raise does not pass
    (the same backup, restored a second time), all are raised as often as it takes.
    """
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if (at := revision()) not in known:
        raise Unfit(f"the backup is of a newer release: it stands at migration {at}, which this one does not know.")
    if not _tables() >= {"streams", "audit_entries", "audit_head", "users", "pharmacies"}:
        raise Unfit("the backup lacks tables.")
    journal.raise_streams(every_stream(), heads, by=raise_by)
    bad = audit.first_bad_entry()
    if bad is not None:
        raise Unfit(f"its audit trail does not hold: entry {bad} is the first bad one, or FADJMA_AUDIT_KEY is another one.")
    return f"{audit.head()[0]} audit entries hold"
