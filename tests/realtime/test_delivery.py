"""Delivery in one process: numbers, replay, windows, voids, resync, endings."""

import pytest
from sqlalchemy import func, select, update

from fadjma.commands import command
from fadjma.commands.access_requests import cancel_access_request, decide_access_request, request_access
from fadjma.commands.accounts import administer_account
from fadjma.commands.sessions import end_session
from fadjma.domain.access_requests import Status
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.errors import Forbidden
from fadjma.domain.events import PasswordChanged
from fadjma.extensions import db
from fadjma.models import AccessRequest, Entry, Session, Stream
from fadjma.queries.streams import user_stream
from fadjma.realtime import frame as frames
from fadjma.realtime import record
from fadjma.realtime.arrivals import REPLAY
from fadjma.realtime.connection import WINDOW_EVENTS
from tests.people import act, told


@pytest.fixture
def ask(cast):
    """Return ask() → a request of Ibrahima to Moussa, just made."""
    return lambda: request_access(cast.moussa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)


@command
def remind(times, *, actor, now):
    """Tell the actor something, several times in one transaction."""
    for _ in range(times):
        record(PasswordChanged(subject_id=actor.id, actor_id=None))


@command
def stumble(*, actor, now):
    """Record a fact, then fail."""
    record(PasswordChanged(subject_id=actor.id, actor_id=None))
    raise Forbidden("wrong_role")


def numbers(stream):
    return db.session.scalars(select(Entry.seq).where(Entry.stream == stream).order_by(Entry.seq)).all()


def test_what_an_act_tells_has_been_sent_when_it_returns(as_, listening, ask):
    moussa = listening(as_("moussa"))
    told(moussa)
    request = ask()
    (frame,) = told(moussa, "new_access_request")
    assert frame["data"] == {"access_request_id": str(request.id), "status": "pending", "level": "read"}
    assert frame["notify"] is True


def test_live_equals_reload(as_, listening, ask):
    moussa, ibrahima = as_("moussa"), as_("ibrahima")
    ears = listening(moussa), listening(ibrahima)
    request = ask()
    act(moussa, f"/patient/access-requests/{request.id}/approval")
    pages = {
        "access_requests": ("/patient/", "/doctor/"),
        "access_request_details": (f"/patient/access-requests/{request.id}", f"/doctor/access-requests/{request.id}"),
        "notifications": ("/notifications", "/notifications"),
    }
    for browser, ear, place in ((moussa, ears[0], 0), (ibrahima, ears[1], 1)):
        last = told(ear)[-1]
        for swap in last["swaps"]:
            assert swap["html"] in browser.get(pages[swap["list"]][place]).text


def test_numbers_have_no_hole_after_a_refusal(cast):
    stream = user_stream(cast.awa.id)
    remind(2, actor=cast.awa)
    with pytest.raises(Forbidden):
        stumble(actor=cast.awa)
    remind(1, actor=cast.awa)
    assert numbers(stream) == [1, 2, 3]


def test_a_refused_act_tells_nobody(as_, listening, cast):
    awa = listening(as_("awa"))
    told(awa)
    with pytest.raises(Forbidden):
        stumble(actor=cast.awa)
    assert told(awa) == []


def test_what_happened_before_the_connection_is_replayed_from_the_cursor(as_, listening, cast):
    stream = user_stream(cast.awa.id)
    remind(3, actor=cast.awa)
    frames = told(listening(as_("awa"), cursors={stream: 1}))
    assert [frame["seq"] for frame in frames] == [2, 3]


def test_replay_has_the_form_of_live(as_, listening, cast):
    browser, stream = as_("awa"), user_stream(cast.awa.id)
    ear = listening(browser)
    remind(2, actor=cast.awa)
    assert told(ear) == told(listening(browser, cursors={stream: 0}))


def test_without_cursors_a_connection_starts_at_the_head(as_, listening, cast):
    remind(3, actor=cast.awa)
    assert told(listening(as_("awa"))) == []


@pytest.mark.parametrize("cursor", [-1, 99, "three", True, None])
def test_a_cursor_the_server_cannot_know_gets_a_resync(as_, listening, cast, cursor):
    stream = user_stream(cast.awa.id)
    remind(3, actor=cast.awa)
    assert told(listening(as_("awa"), cursors={stream: cursor})) == [{"streams": {stream: 3}}]


def test_too_far_behind_gets_one_resync_then_what_is_new(as_, listening, cast):
    stream = user_stream(cast.awa.id)
    remind(REPLAY + 1, actor=cast.awa)
    browser = as_("awa")
    ear = listening(browser, cursors={stream: 0})
    assert told(ear) == [{"streams": {stream: REPLAY + 1}}]
    remind(1, actor=cast.awa)
    assert [frame["seq"] for frame in told(ear)] == [REPLAY + 2]
    assert len(told(listening(browser, cursors={stream: 2}))) == REPLAY


def test_a_database_restored_from_a_backup_resyncs_every_cursor(as_, listening, cast):
    stream = user_stream(cast.awa.id)
    remind(3, actor=cast.awa)
    db.session.execute(Stream.__table__.update().values(seq=Stream.seq + 1_000_000))
    db.session.commit()
    remind(1, actor=cast.awa)
    browser = as_("awa")
    for cursor in (0, 3, 999_999):
        assert told(listening(browser, cursors={stream: cursor})) == [{"streams": {stream: 1_000_004}}]


def test_a_stream_of_somebody_else_is_not_heard_whatever_the_client_says(as_, listening, cast):
    awa, moussa = user_stream(cast.awa.id), user_stream(cast.moussa.id)
    remind(2, actor=cast.awa)
    assert told(listening(as_("moussa"), cursors={awa: 0, moussa: 0, "doctors": 0})) == []


def test_who_may_no_longer_see_it_gets_a_void_without_a_byte_of_content(as_, listening, cast, ask):
    decide_access_request(ask().id, Status.APPROVED, actor=cast.moussa)
    browser, cursors = as_("ibrahima"), {user_stream(cast.ibrahima.id): 0}
    assert [frame["type"] for frame in told(listening(browser, cursors=cursors))] == [
        "new_access_request",
        "access_request_status_changed",
    ]
    db.session.execute(update(AccessRequest).values(doctor_id=cast.ndeye.id))  # it is no longer his to see
    db.session.commit()
    for frame in told(listening(browser, cursors=cursors)):
        assert set(frame) == {"stream", "seq", "event_id", "void", "swaps"}
        assert frame["void"] is True
        assert all(swap["html"] == "" for swap in frame["swaps"])


def test_revocation_takes_the_file_off_the_doctors_page(as_, listening, cast, ask):
    request = ask()
    decide_access_request(request.id, Status.APPROVED, actor=cast.moussa)
    ibrahima = listening(as_("ibrahima"))
    told(ibrahima)
    decide_access_request(request.id, Status.REVOKED, actor=cast.moussa)
    (frame,) = told(ibrahima)
    leaving = {"target": f"patient_file_{cast.moussa.id}", "list": "patient_files", "html": ""}
    assert leaving in frame["swaps"]


def test_a_poisonous_fact_is_void_and_those_behind_it_arrive(as_, listening, cast, app, monkeypatch):
    awa = listening(as_("awa"))
    told(awa)
    message = frames.message
    monkeypatch.setattr(frames, "message", lambda *_: 1 / 0)
    remind(1, actor=cast.awa)
    monkeypatch.setattr(frames, "message", message)
    remind(1, actor=cast.awa)
    first, second = told(awa)
    assert first["void"] and first["swaps"] == []
    assert (second["seq"], second["title"] != "") == (first["seq"] + 1, True)


def test_a_client_that_acknowledges_is_held_to_the_window(as_, listening, cast):
    stream, awa = user_stream(cast.awa.id), listening(as_("awa"))
    told(awa)
    awa.emit("ack", {"streams": {stream: 0}})
    remind(WINDOW_EVENTS + 50, actor=cast.awa)
    assert len(told(awa)) == WINDOW_EVENTS
    awa.emit("ack", {"streams": {stream: 30}})
    remind(1, actor=cast.awa)
    assert [frame["seq"] for frame in told(awa)] == list(range(WINDOW_EVENTS + 1, WINDOW_EVENTS + 31))


def test_a_client_that_only_listens_gets_everything(as_, listening, cast):
    awa = listening(as_("awa"))
    told(awa)
    remind(WINDOW_EVENTS + 50, actor=cast.awa)
    assert len(told(awa)) == WINDOW_EVENTS + 50


@pytest.mark.parametrize("body", [None, [], {"streams": 3}, {"streams": {"user_x": "y"}}, {"streams": {"a": None}}])
def test_a_senseless_acknowledgement_is_answered_and_changes_nothing(as_, listening, cast, body):
    awa = listening(as_("awa"))
    assert awa.emit("ack", body, callback=True) == {"ok": False, "code": "invalid"}


def test_signing_out_ends_the_sockets_of_that_device_alone(as_, listening, cast):
    phone, tablet = as_("awa"), as_("awa")
    ears = listening(phone), listening(tablet)
    act(phone, "/logout")
    assert told(ears[0], "session_ending") == [{"reason": "signed_out", "in_seconds": 0}]
    remind(1, actor=cast.awa)
    assert len(told(ears[1])) == 1


def test_suspension_ends_all_sockets_of_the_person(as_, listening, cast):
    ear = listening(as_("fatou"))
    told(ear)
    administer_account(cast.fatou.id, AccountStatus.SUSPENDED, actor=cast.ousmane)
    assert [frame["reason"] for frame in told(ear, "session_ending")] == ["account_changed"]
    assert db.session.scalar(select(func.count()).where(Session.user_id == cast.fatou.id, Session.ended_at.is_(None))) == 0


def test_an_ended_session_cannot_connect_again(as_, listening, cast):
    browser = as_("awa")
    assert listening(browser).is_connected()
    session = db.session.scalars(select(Session).where(Session.user_id == cast.awa.id)).one()
    end_session(session.id, reason="signed_out", actor=cast.awa)
    assert not listening(browser).is_connected()


def test_only_the_two_people_of_a_request_hear_of_it(as_, listening, cast, ask):
    others = [listening(as_(name)) for name in ("awa", "fatou", "aminata", "cheikh", "ousmane", "ndeye")]
    for ear in others:
        told(ear)
    moussa, ibrahima = listening(as_("moussa")), listening(as_("ibrahima"))
    request = ask()
    cancel_access_request(request.id, actor=cast.ibrahima)
    assert len(told(moussa)) == len(told(ibrahima)) == 2
    assert [told(ear) for ear in others] == [[]] * len(others)
