"""Crowds: told together, and yet each as if alone: order, windows, what one may see, who leaves and who joins again."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from sqlalchemy import update

from fadjma.commands.notifications import announce, read_notification
from fadjma.domain.accounts import Status
from fadjma.extensions import db
from fadjma.models import User
from fadjma.queries.streams import every_stream
from fadjma.realtime import journal, readers, telling, transport
from fadjma.realtime.connection import WINDOW_BYTES, WINDOW_EVENTS, Connection
from fadjma.realtime.crowd import Crowd
from tests.people import told

STREAM = "patients"


class Line:
    """What a test client has in place of a wire."""

    deflates = False

    def __init__(self, connection):
        self.connection = connection


@pytest.fixture
def together(monkeypatch):
    """Let test clients be told in crowds; return the list of how many each such write was for."""
    writes = []

    def write(wires, message):
        writes.append(len(wires))
        return [wire for wire in wires if not transport.offer(wire.connection, message)]

    monkeypatch.setattr(transport, "wire_of", Line)
    monkeypatch.setattr(transport, "write", write)
    return writes


@pytest.fixture
def say(cast):
    """Return say(title) → the id of what all patients were told."""
    return lambda title: announce(audience=STREAM, title=title, message="…", actor=cast.ousmane).id


def titles(ear):
    return [frame.get("title") for frame in told(ear, "notification")]


def test_those_who_see_the_same_are_told_together(as_, listening, say, together):
    ears = [listening(as_(name)) for name in ("awa", "moussa", "awa")]
    say("un")
    assert together == []
    say("deux"), say("trois")
    assert together == [3, 3]
    assert [titles(ear) for ear in ears] == [["un", "deux", "trois"]] * 3


def test_who_comes_later_is_caught_up_with_and_joins(as_, listening, say, together):
    awa = listening(as_("awa"))
    say("un"), say("deux")
    cursors = told(awa, "notification")[-1]["seq"] - 1
    moussa = listening(as_("moussa"), cursors={STREAM: cursors})
    say("trois"), say("quatre")
    assert titles(moussa) == ["deux", "trois", "quatre"]
    assert titles(awa) == ["trois", "quatre"]
    assert together == [1, 2, 2]


@pytest.mark.parametrize("before", [0, 1])
def test_one_whose_account_was_just_closed_takes_nothing_from_the_others(before, as_, listening, say, cast, together):
    """Alone, each for itself (nobody was told anything before), or in a crowd."""
    _, moussa = listening(as_("awa")), listening(as_("moussa"))
    for _ in range(before):
        say("un")
    db.session.execute(update(User).where(User.id == cast.awa.id).values(status=Status.SUSPENDED))
    db.session.commit()
    say("deux")
    assert titles(moussa)[before:] == ["deux"]


def test_one_who_has_read_it_already_is_told_so_and_the_others_are_not(
    as_, listening, say, cast, together, app, monkeypatch
):
    ears = [listening(as_(name)) for name in ("awa", "moussa")]
    say("un")
    pump = app.extensions["pump"]
    with monkeypatch.context() as asleep:
        asleep.setattr(pump, "turn", lambda: None)
        id = journal_id(say("deux"))
        read_notification(id, actor=cast.awa)
    monkeypatch.setattr(readers, "FRESH", readers.FRESH * 0)
    pump.turn()
    of_awa, of_moussa = [[frame for frame in told(ear, "notification") if frame["title"] == "deux"] for ear in ears]
    assert len(of_awa) == len(of_moussa) == 1
    assert of_awa[0]["swaps"] != of_moussa[0]["swaps"]
    say("trois")
    assert together[-1] == 2  # level again


def journal_id(announcement_id):
    return db.session.scalar(db.select(journal.Fact.id).where(journal.Fact.subject_id == announcement_id))


def test_after_a_restore_each_fetches_the_page_again_and_hears_on(as_, listening, say, together, app):
    ears = [listening(as_(name)) for name in ("awa", "moussa")]
    say("un"), say("deux")
    db.session.rollback()
    with db.session.begin():
        db.session.connection(execution_options={"writes": True})
        journal.raise_streams(every_stream(), {})
    say("trois")
    assert [len(told(ear, "resync")) for ear in ears] == [1, 1]
    say("quatre")
    assert [titles(ear) for ear in ears] == [["quatre"], ["quatre"]]


def test_a_full_window_leaves_its_crowd_and_goes_on_where_it_stopped(as_, listening, say, together, app):
    awa, moussa = listening(as_("awa")), listening(as_("moussa"))
    say("0")
    awa.emit("ack", {"streams": {}})
    for number in range(1, WINDOW_EVENTS + 5):
        say(str(number))
    heard = told(awa, "notification")
    assert len(heard) == WINDOW_EVENTS
    assert len(titles(moussa)) == WINDOW_EVENTS + 5
    awa.emit("ack", {"streams": {STREAM: heard[-1]["seq"]}})
    app.extensions["pump"].turn()
    assert titles(awa) == [str(number) for number in range(WINDOW_EVENTS, WINDOW_EVENTS + 5)]


def test_who_left_is_told_no_more(as_, listening, say, together):
    awa, moussa = listening(as_("awa")), listening(as_("moussa"))
    say("un"), say("deux")
    awa.disconnect()
    say("trois")
    assert together == [2, 1]
    assert titles(moussa) == ["un", "deux", "trois"]


# the same arithmetic as alone


def run(first, last, weight):
    messages = [SimpleNamespace(size=weight) for _ in range(first, last + 1)]
    return SimpleNamespace(stream=STREAM, first=first, last=last, size=weight * len(messages), messages=messages)


def connection():
    return Connection("sid", "eio", uuid4(), uuid4(), "patient", "fr", "websocket", "", None, {STREAM: 0, "user": 0})


def state(one):
    return one.number(STREAM), one.room(), one.held, one.is_full()


STEPS = some.lists(some.tuples(some.sampled_from(["told", "alone", "acknowledged"]), some.integers(1, 32), some.booleans()))


UNEVEN = [("told", 2, False), ("told", 29, True), ("alone", 11, True), ("acknowledged", 31, False)]  # the light came first


@given(STEPS)
@example(UNEVEN)
def test_a_member_is_held_to_its_window_as_if_it_were_alone(steps):
    alone, member = connection(), connection()
    lonely = {member.sid: member}
    crowd = Crowd(STREAM, 0, lonely)
    crowd.join(object(), member)
    own = 0
    alone.acknowledge({}), member.acknowledge({})
    for step, many, large in steps:
        weight = WINDOW_BYTES // 40 if large else 100
        if step == "told" and not alone.held:
            seq = alone.number(STREAM)
            many = min(many, alone.room())
            crowd.shed(many)
            if member.crowd:
                crowd.note_told(run(seq + 1, seq + many, weight)), crowd.shed(1)
            else:
                member.note_sent(run(seq + 1, seq + many, weight))
            alone.note_sent(run(seq + 1, seq + many, weight))
        elif step == "alone" and not alone.held:
            many = min(many, alone.room())
            for one in (alone, member):
                one.note_sent(SimpleNamespace(stream="user", first=own + 1, last=own + many, size=weight * many))
            own += many
        elif step == "acknowledged":
            for one in (alone, member):
                one.acknowledge({STREAM: max(0, alone.number(STREAM) - many + 1), "user": max(0, own - many)})
        assert state(member) == state(alone)


def test_one_that_only_listens_is_never_shed():
    member = connection()
    crowd = Crowd(STREAM, 0, {member.sid: member})
    crowd.join(object(), member)
    for seq in range(1, 5 * WINDOW_EVENTS):
        crowd.note_told(run(seq, seq, 100))
        assert crowd.shed(1) == []
    member.acknowledge({STREAM: 5 * WINDOW_EVENTS - 2})
    assert member.crowd is crowd
    assert member.room() == WINDOW_EVENTS - 1


def test_one_whose_window_fills_before_its_turn_to_be_written_to_is_told_later(monkeypatch):
    """It acknowledges for the first time while others are written to: what it was not written yet is not counted as sent."""
    first, second = connection(), connection()
    first.sid = "first"
    crowd = Crowd(STREAM, 0, {first.sid: first, second.sid: second})
    for one in (first, second):
        crowd.join(one, one)
    written: dict = {first: 0, second: 0}

    def write(wires, run):
        written.update(dict.fromkeys(wires, run.last))
        return []

    monkeypatch.setattr(transport, "write", write)
    monkeypatch.setattr(telling, "TOGETHER", 1)
    for seq in range(0, 96, 32):
        telling._write(crowd, run(seq + 1, seq + 32, 100), lambda _: None)
    telling._write(crowd, run(97, 128, 100), lambda _: second.acknowledge({}))
    assert (written[first], written[second]) == (128, 96)
    assert second.crowd is None
    assert second.cursors()[STREAM] == 96
    assert second.room() == WINDOW_EVENTS - 96
