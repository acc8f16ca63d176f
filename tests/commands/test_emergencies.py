"""Emergencies: opened with the password again, told at once, closed, contested, reviewed; a refusal writes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands import clock
from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.accounts import reassign_account
from fadjma.commands.emergencies import (
    begin_emergency,
    close_emergency,
    contest_emergency,
    open_emergency,
    review_emergency,
)
from fadjma.commands.medical_records import add_medical_record
from fadjma.domain import accounts
from fadjma.domain.access_requests import Level, Status
from fadjma.domain.emergencies import ReasonCode
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, NotFound, TooMany, WrongPassword
from fadjma.extensions import db
from fadjma.models import AccessRequest, AuditEntry, Fact
from fadjma.models.types import utcnow
from fadjma.queries import access_requests, emergencies
from tests.commands.test_access_requests import heard, last, written
from tests.people import PASSWORD

WHY = {"reason": "Coma, arrivé seul", "reason_code": "cannot_consent"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def opening(cast, *, by="ibrahima", patient=None, password=PASSWORD, **changes):
    """Open Moussa's file in an emergency, as a page or a program does."""
    proof = {"password": password, "address": "127.0.0.1", "actor": getattr(cast, by)}
    return open_emergency((patient or cast.moussa).id, **WHY | changes, **proof)


@pytest.fixture
def opened(cast):
    """Ibrahima's emergency with Moussa, its password proved."""
    return begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima)


def facts(*names):
    """Return the newest fact of each name."""
    return [db.session.scalars(db.select(Fact).where(Fact.name == name).order_by(Fact.id.desc())).first() for name in names]


def test_it_opens_the_file_for_reading_for_four_hours_and_tells_patient_and_admin_at_once(cast, ears):
    made = opening(cast)
    assert (made.status, made.level, made.emergency, made.reason_code) == ("emergency", "read", True, "cannot_consent")
    assert made.expires_at == made.created_at + 4 * HOUR
    assert access_requests.grant(cast.ibrahima, cast.moussa.id).id == made.id
    told, reported = facts("EmergencyOpened", "EmergencyReported")
    assert heard(told) == ears(moussa=True, ibrahima=False)
    assert heard(reported) == ears(ousmane=True)
    assert reported.payload["reason_code"] == "cannot_consent"
    kept = db.session.scalars(db.select(AuditEntry).where(AuditEntry.subject_id == made.id)).all()
    assert {entry.act for entry in kept} == {"EmergencyOpened", "EmergencyReported"}
    assert "Coma" not in str([told.payload, reported.payload, *(entry.details for entry in kept)])


def test_it_does_not_let_write(cast, opened):
    with pytest.raises(Forbidden, match="no_write_access"):
        add_medical_record(cast.moussa.id, kind="note", title="A", content="B", actor=cast.ibrahima)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"password": "not mine"}, WrongPassword),
        ({"password": ""}, Invalid),
        ({"reason": " "}, Invalid),
        ({"reason": "x" * 501}, Invalid),
        ({"by": "moussa"}, Forbidden),
        ({"by": "aminata"}, Forbidden),
        ({"by": "ousmane"}, Forbidden),
        ({"by": "ndeye"}, Forbidden),
    ],
)
def test_one_that_may_not_be_opens_nothing(cast, wrong, refusal):
    with pytest.raises(refusal):
        opening(cast, **wrong)
    assert db.session.scalar(db.select(db.func.count(AccessRequest.id)).where(AccessRequest.emergency)) == 0
    assert facts("EmergencyOpened", "EmergencyReported") == [None, None]


def test_nobodys_file_is_opened_but_a_patients(cast):
    for id in (cast.fatou.id, cast.aminata.id, uuid4()):
        with pytest.raises(NotFound):
            begin_emergency(id, **WHY, actor=cast.ibrahima)


def test_wrong_passwords_end_the_trying_as_they_do_at_log_in(cast, monkeypatch):
    monkeypatch.setattr(accounts, "ACCOUNT_FAILURES", 2)
    for _ in range(2):
        with pytest.raises(WrongPassword):
            opening(cast, password="not mine")
    with pytest.raises(TooMany):
        opening(cast)
    assert opening(cast, by="fatou").status == Status.EMERGENCY


def test_an_open_request_never_blocks_it_nor_does_it_a_request(cast):
    wish = {"reason": "Suivi", "level": "write", "days": 30}
    asked = request_access(cast.moussa.id, **wish, actor=cast.ibrahima)
    opened = begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima)
    decide_access_request(asked.id, Status.APPROVED, actor=cast.moussa)
    assert access_requests.grant(cast.ibrahima, cast.moussa.id).id == asked.id
    close_emergency(opened.id, actor=cast.ibrahima)
    assert access_requests.find_file(cast.ibrahima, cast.moussa.id)


def test_a_pair_has_one_in_24_hours_whatever_became_of_it(cast):
    now = utcnow()
    first = begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima, now=now)
    close_emergency(first.id, actor=cast.ibrahima, now=now + HOUR)
    before = written()
    with pytest.raises(Conflict, match="emergency_once_a_day"):
        begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima, now=now + DAY - timedelta(seconds=1))
    assert written() == before
    begin_emergency(cast.awa.id, **WHY, actor=cast.ibrahima, now=now)
    begin_emergency(cast.moussa.id, **WHY, actor=cast.fatou, now=now)
    assert begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima, now=now + DAY)


def test_a_late_clock_does_not_stand_in_the_way_of_the_next(cast, opened):
    again = begin_emergency(cast.moussa.id, **WHY, actor=cast.ibrahima, now=opened.created_at + DAY)
    assert (opened.status, again.status) == (Status.CLOSED, Status.EMERGENCY)


def test_of_many_at_once_one_is_opened(cast, at_once):
    id = cast.moussa.id
    ended = at_once(6, lambda: begin_emergency(id, **WHY, actor=cast.ibrahima))
    assert ended.count("done") == 1
    assert all(isinstance(refusal, Conflict) for refusal in ended if refusal != "done")


def test_it_is_closed_by_its_doctor_and_nobody_else(cast, opened, ears):
    for name, refusal in (("moussa", Forbidden), ("fatou", NotFound), ("ousmane", Forbidden), ("aminata", NotFound)):
        with pytest.raises(refusal):
            close_emergency(opened.id, actor=getattr(cast, name))
    closed = close_emergency(opened.id, actor=cast.ibrahima)
    assert closed.status == Status.CLOSED and closed.ended_at is not None
    with pytest.raises(NotFound):
        access_requests.find_file(cast.ibrahima, cast.moussa.id)
    changed, reported = facts("AccessRequestStatusChanged", "EmergencyReported")
    assert heard(changed) == ears(moussa=True, ibrahima=True)
    assert heard(reported) == ears(ousmane=False)
    before = written()
    with pytest.raises(InvalidTransition):
        close_emergency(opened.id, actor=cast.ibrahima)
    assert written() == before


def test_the_clock_closes_it_after_four_hours_and_a_late_clock_lets_nobody_in(cast, opened):
    end = opened.expires_at
    assert access_requests.find_file(cast.ibrahima, cast.moussa.id, end - timedelta(seconds=1))
    with pytest.raises(NotFound):
        access_requests.find_file(cast.ibrahima, cast.moussa.id, end)
    assert clock.run(now=end - timedelta(seconds=1)) == 0
    assert (clock.run(now=end), clock.run(now=end)) == (1, 0)
    assert (opened.status, opened.ended_at, last(Fact, Fact.id).actor_id) == (Status.CLOSED, end, None)


def test_the_patient_contests_one_that_is_open_and_it_is_contested_as_it_closes(cast, opened, ears):
    contested = contest_emergency(opened.id, note="J’étais conscient", actor=cast.moussa)
    assert (contested.status, contested.note) == (Status.EMERGENCY, "J’étais conscient")
    changed, reported = facts("AccessRequestStatusChanged", "EmergencyReported")
    assert changed.payload["act"] == reported.payload["act"] == "contested"
    assert heard(changed) == ears(moussa=True, ibrahima=True)
    assert heard(reported) == ears(ousmane=True)
    assert "conscient" not in str([changed.payload, reported.payload])
    assert access_requests.find_file(cast.ibrahima, cast.moussa.id)
    before = written()
    with pytest.raises(InvalidTransition):
        contest_emergency(opened.id, actor=cast.moussa)
    assert written() == before
    assert close_emergency(opened.id, actor=cast.ibrahima).status == Status.CONTESTED


def test_it_is_contested_for_thirty_days_after_its_end_by_the_patient_alone(cast, opened):
    end = close_emergency(opened.id, actor=cast.ibrahima).ended_at
    for name, refusal in (("ibrahima", Forbidden), ("awa", NotFound), ("fatou", NotFound), ("ousmane", Forbidden)):
        with pytest.raises(refusal):
            contest_emergency(opened.id, actor=getattr(cast, name))
    with pytest.raises(InvalidTransition):
        contest_emergency(opened.id, actor=cast.moussa, now=end + timedelta(days=30))
    with pytest.raises(Invalid):
        contest_emergency(opened.id, note="x" * 501, actor=cast.moussa)
    assert contest_emergency(opened.id, actor=cast.moussa, now=end + timedelta(days=29)).status == Status.CONTESTED


@pytest.mark.parametrize("verdict", [Status.JUSTIFIED, Status.CONTESTED])
def test_an_admin_judges_what_has_ended_once(cast, opened, ears, verdict):
    with pytest.raises(InvalidTransition):
        review_emergency(opened.id, verdict, actor=cast.ousmane)
    close_emergency(opened.id, actor=cast.ibrahima)
    for name, refusal in (("moussa", Forbidden), ("ibrahima", Forbidden), ("fatou", NotFound), ("aminata", NotFound)):
        with pytest.raises(refusal):
            review_emergency(opened.id, verdict, actor=getattr(cast, name))
    judged = review_emergency(opened.id, verdict, actor=cast.ousmane)
    assert (judged.status, judged.reviewer_id) == (verdict, cast.ousmane.id)
    changed, reported = facts("AccessRequestStatusChanged", "EmergencyReported")
    assert (changed.payload["act"], changed.payload["status"]) == ("reviewed", verdict)
    assert heard(changed) == ears(moussa=True, ibrahima=True)
    assert heard(reported) == ears(ousmane=False)
    with pytest.raises(InvalidTransition):
        review_emergency(opened.id, verdict, actor=cast.ousmane)


def test_what_was_found_justified_may_be_contested_and_is_judged_again(cast, opened):
    close_emergency(opened.id, actor=cast.ibrahima)
    review_emergency(opened.id, Status.JUSTIFIED, actor=cast.ousmane)
    assert emergencies.listed(cast.ousmane, waiting=True)[0] == []
    contest_emergency(opened.id, actor=cast.moussa)
    assert emergencies.listed(cast.ousmane, waiting=True)[0] == [opened]
    assert review_emergency(opened.id, Status.CONTESTED, actor=cast.ousmane).status == Status.CONTESTED
    assert emergencies.listed(cast.ousmane, waiting=True)[0] == []


def test_a_doctor_who_becomes_an_admin_neither_judges_their_own_nor_hears_of_it(cast, opened, ears):
    close_emergency(opened.id, actor=cast.ibrahima)
    reassign_account(cast.ibrahima.id, role="admin", actor=cast.ousmane)
    with pytest.raises(Forbidden, match="not_ones_own_emergency"):
        review_emergency(opened.id, Status.JUSTIFIED, actor=cast.ibrahima)
    contest_emergency(opened.id, actor=cast.moussa)
    assert heard(facts("EmergencyReported")[0]) == ears(ousmane=True)


def test_the_database_itself_holds_an_emergency_to_its_rules(cast, opened):
    for field, value in (("level", Level.WRITE), ("reason_code", None), ("status", Status.APPROVED), ("expires_at", None)):
        setattr(opened, field, value)
        with pytest.raises(db.exc.IntegrityError):
            db.session.flush()
        db.session.rollback()
    assert opened.reason_code == ReasonCode.CANNOT_CONSENT
