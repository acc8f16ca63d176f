"""The archive: what is no longer replayed leaves the journal. The audit trail has every fact for good, and what it said.

Of a fact older than FADJMA_JOURNAL_DAYS the quiet entries are deleted, and the fact with them where nobody was notified of
it: a notification stays, and who has read it. A stream is no longer whole up to its number `archived`, and a cursor below
that gets `resync`. A few hundred facts a transaction, so that who acts does not wait; what is interrupted goes on there.
"""

from datetime import timedelta
from itertools import takewhile
from uuid import UUID

import gevent
from flask import current_app
from sqlalchemy import Uuid, bindparam, delete, exists, func, select, text, update

from ..extensions import db
from ..models import ArchiveHead, Entry, Fact, ReadMark, Stream
from ..models.types import utcnow

BATCH = 500  # facts in one transaction
MOST = 100  # transactions in one run: fifty thousand facts a minute
PAUSE = 0.05  # seconds between them, for those who act
_REACH = text(
    "INSERT INTO archive_head (id, fact_id) VALUES (1, :fact_id) ON CONFLICT (id) DO UPDATE SET fact_id = excluded.fact_id"
).bindparams(bindparam("fact_id", type_=Uuid()))


def run(now=None):
    """Archive what is older than the days that are kept; return how many facts that were. Needs an application context."""
    before = (now or utcnow()) - timedelta(days=current_app.config["JOURNAL_DAYS"])
    past = 0
    for _ in range(MOST):
        done = _batch(before)
        past += done
        if done < BATCH:
            break
        gevent.sleep(PAUSE)
    return past


def _batch(before):
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        old = _next(connection, before)
        if old:
            _archive(connection, old)
            connection.execute(_REACH, {"fact_id": old[-1]})
        return len(old)


def _next(connection, before):
    """Return the ids of the oldest facts not gone past yet; another process waits until this transaction is over."""
    reached = connection.execute(select(ArchiveHead.fact_id).with_for_update()).scalar() or UUID(int=0)
    facts = connection.execute(select(Fact.id, Fact.at).where(Fact.id > reached).order_by(Fact.id).limit(BATCH)).all()
    return [fact.id for fact in takewhile(lambda fact: fact.at < before, facts)]


def _archive(connection, ids):
    quiet = Entry.fact_id.in_(ids), ~Entry.loud
    newest = select(Entry.stream, func.max(Entry.seq)).where(*quiet).group_by(Entry.stream).order_by(Entry.stream)
    for name, seq in connection.execute(newest).all():  # in the order in which acts lock streams
        connection.execute(update(Stream).where(Stream.name == name, Stream.archived < seq).values(archived=seq))
    connection.execute(delete(Entry).where(*quiet))
    still_told, read = exists().where(Entry.fact_id == Fact.id), exists().where(ReadMark.fact_id == Fact.id)
    connection.execute(delete(Fact).where(Fact.id.in_(ids), ~still_told, ~read))
