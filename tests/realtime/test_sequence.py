"""Numbers are in commit order: two writers at once, the first to record the last to commit."""

import threading

import pytest
from sqlalchemy import select

from fadjma.commands import command
from fadjma.domain.events import PasswordChanged
from fadjma.extensions import db
from fadjma.models import Entry, Stream
from fadjma.queries.streams import user_stream
from fadjma.realtime import journal, record
from tests.people import told


@command
def tell(times, *, actor, now):
    """Tell the actor something."""
    for _ in range(times):
        record(PasswordChanged(subject_id=actor.id, actor_id=None))


@pytest.fixture
def slow_commit(monkeypatch):
    """Make the first writer wait, its numbers taken and not yet committed; return (it has taken them, let it commit)."""
    taken, go = threading.Event(), threading.Event()
    write = journal.write

    def slow(events, now):
        written = write(events, now)
        if threading.current_thread().name == "slow":
            taken.set()
            go.wait(10)
        return written

    monkeypatch.setattr(journal, "write", slow)
    return taken, go


def test_the_first_to_record_and_last_to_commit_is_delivered_in_order(app, as_, listening, cast, slow_commit):
    app.config["PUMP_INLINE"] = False  # the writers are threads here; what they rang for is sent below
    taken, go = slow_commit
    awa, committed = cast.awa, []
    db.session.expunge(awa)
    ear = listening(as_("awa"))
    told(ear)

    def write(times):
        with app.app_context():
            tell(times, actor=awa)
            committed.append(times)

    first = threading.Thread(target=write, args=(1,), name="slow")
    second = threading.Thread(target=write, args=(2,), name="quick")
    first.start()
    assert taken.wait(5)
    second.start()
    second.join(0.3)
    assert second.is_alive(), "the second writer took a number before the first had committed"
    go.set()
    first.join(5)
    second.join(5)
    assert committed == [1, 2]
    app.extensions["pump"].turn()
    assert [frame["seq"] for frame in told(ear)] == [1, 2, 3]


def test_writers_over_the_same_streams_in_any_order_never_block_each_other_for_good(app, cast):
    app.config["PUMP_INLINE"] = False
    people = [cast.awa, cast.moussa, cast.fatou]
    for person in people:
        db.session.expunge(person)

    @command
    def tell_all(ids, *, actor, now):
        for id in ids:
            record(PasswordChanged(subject_id=id, actor_id=None))

    def write(ids):
        with app.app_context():
            for _ in range(10):
                tell_all(ids)

    ids = [person.id for person in people]
    writers = [threading.Thread(target=write, args=(order,)) for order in (ids, ids[::-1], ids[1:] + ids[:1])]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(20)
    db.session.rollback()
    for id in ids:
        numbers = db.session.scalars(select(Entry.seq).where(Entry.stream == user_stream(id)).order_by(Entry.seq)).all()
        assert numbers == list(range(1, 31))
        assert db.session.get(Stream, user_stream(id)).seq == 30
