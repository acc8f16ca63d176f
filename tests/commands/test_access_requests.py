"""Asking for access and deciding it: rows, audit and journal together; a refusal writes nothing; time ends what it must."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands import clock
from fadjma.commands.access_requests import (
    cancel_access_request,
    decide_access_request,
    end_access_request,
    request_access,
    warn_of_end,
)
from fadjma.domain import access_requests as rules
from fadjma.domain.access_requests import Level, Status
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, NotFound, TooMany
from fadjma.extensions import db
from fadjma.models import AccessRequest, AuditEntry, Entry, Fact
from fadjma.models.types import utcnow
from fadjma.queries import access_requests

WISH = {"reason": "Suivi de l’asthme", "level": "write", "days": 30}


def last(table, order):
    """Return the newest row of a table."""
    return db.session.scalars(db.select(table).order_by(order.desc())).first()


def written():
    """Return every request as it stands, and how many rows tell of them."""
    rows = db.session.execute(db.select(AccessRequest.id, AccessRequest.status, AccessRequest.level, AccessRequest.days))
    counts = [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in (Fact, Entry, AuditEntry)]
    return sorted(rows.all()), counts


def heard(fact):
    """Return {stream: loud} of a fact."""
    return {entry.stream: entry.loud for entry in db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))}


@pytest.fixture
def asked(cast):
    """Ibrahima's request to Moussa."""
    return request_access(cast.moussa.id, **WISH, actor=cast.ibrahima)


def decide(cast, asked, decision, **wish):
    return decide_access_request(asked.id, decision, actor=cast.moussa, **wish)


def test_a_request_is_kept_audited_and_told_together(cast, asked, ears):
    assert (asked.status, asked.level, asked.days, asked.expires_at) == (Status.PENDING, Level.WRITE, 30, None)
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (fact.name, audited.act, audited.fact_id) == ("AccessRequested", "AccessRequested", fact.id)
    assert (audited.actor_id, audited.patient_id, audited.subject_id) == (cast.ibrahima.id, cast.moussa.id, asked.id)
    assert heard(fact) == ears(moussa=True, ibrahima=False)
    assert "asthme" not in str(fact.payload) + str(audited.details)


@pytest.mark.parametrize(("decision", "ends"), [(Status.APPROVED, False), (Status.REJECTED, True)])
def test_a_decision_is_kept_audited_and_told_together(cast, asked, ears, decision, ends):
    decided = decide(cast, asked, decision)
    assert (decided.status, decided.ended_at is not None) == (decision, ends)
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (fact.name, audited.fact_id, audited.grant_id) == ("AccessRequestStatusChanged", fact.id, asked.id)
    assert fact.payload["status"] == decision
    assert heard(fact) == ears(moussa=True, ibrahima=True)


def test_an_approval_opens_the_file_until_its_end_and_a_revocation_closes_it_at_once(cast, asked):
    approved = decide(cast, asked, Status.APPROVED)
    assert approved.expires_at == approved.decided_at + timedelta(days=30)
    assert access_requests.find_file(cast.ibrahima, cast.moussa.id).id == cast.moussa.id
    decide(cast, asked, Status.REVOKED)
    with pytest.raises(NotFound):
        access_requests.find_file(cast.ibrahima, cast.moussa.id)


@pytest.mark.parametrize(
    ("wish", "granted"),
    [({}, (Level.WRITE, 30)), ({"level": Level.READ}, (Level.READ, 30)), ({"days": 3}, (Level.WRITE, 3))],
)
def test_a_patient_grants_what_was_asked_or_less(cast, asked, wish, granted):
    decided = decide(cast, asked, Status.APPROVED, **wish)
    assert (decided.level, decided.days) == granted
    assert decided.expires_at == decided.decided_at + timedelta(days=granted[1])


@pytest.mark.parametrize("wish", [{"days": 31}, {"days": 0}, {"days": -1}])
def test_narrowing_never_widens_and_then_writes_nothing(cast, asked, wish):
    before = written()
    with pytest.raises(Invalid):
        decide(cast, asked, Status.APPROVED, **wish)
    assert written() == before


def test_reading_is_never_widened_to_writing(cast):
    asked = request_access(cast.moussa.id, **WISH | {"level": "read"}, actor=cast.ibrahima)
    before = written()
    with pytest.raises(Invalid, match="invalid"):
        decide(cast, asked, Status.APPROVED, level=Level.WRITE)
    assert written() == before


def test_the_note_of_a_refusal_is_the_patients_alone(cast, asked):
    decide(cast, asked, Status.REJECTED, note="Je ne le connais pas")
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert "connais" not in str(fact.payload) + str(audited.details)


@pytest.mark.parametrize("name", ["ibrahima", "fatou", "awa", "aminata", "ousmane"])
@pytest.mark.parametrize("decision", [Status.APPROVED, Status.REJECTED, Status.REVOKED])
def test_only_the_patient_decides(cast, asked, name, decision):
    before = written()
    with pytest.raises(Forbidden if name == "ibrahima" else NotFound):
        decide_access_request(asked.id, decision, actor=getattr(cast, name))
    assert written() == before


@pytest.mark.parametrize("decision", [Status.APPROVED, Status.REJECTED])
def test_what_was_decided_is_not_decided_again(cast, asked, decision):
    decide(cast, asked, decision)
    before = written()
    for again in (Status.APPROVED, Status.REJECTED):
        with pytest.raises(InvalidTransition):
            decide(cast, asked, again)
    assert written() == before


def test_the_doctor_withdraws_and_nobody_else(cast, asked, ears):
    for name, refusal in (("moussa", Forbidden), ("fatou", NotFound), ("aminata", NotFound)):
        with pytest.raises(refusal):
            cancel_access_request(asked.id, actor=getattr(cast, name))
    assert cancel_access_request(asked.id, actor=cast.ibrahima).status == Status.CANCELLED
    assert heard(last(Fact, Fact.id)) == ears(moussa=True, ibrahima=True)
    before = written()
    with pytest.raises(InvalidTransition):
        decide(cast, asked, Status.APPROVED)
    assert written() == before


@pytest.mark.parametrize(
    ("name", "wish", "refusal"),
    [
        ("awa", {}, Forbidden),
        ("aminata", {}, Forbidden),
        ("ousmane", {}, Forbidden),
        ("ndeye", {}, Forbidden),
        ("ibrahima", {"reason": " "}, Invalid),
        ("ibrahima", {"days": 366}, Invalid),
    ],
)
def test_a_request_that_may_not_be_writes_nothing(cast, name, wish, refusal):
    before = written()
    with pytest.raises(refusal):
        request_access(cast.moussa.id, **WISH | wish, actor=getattr(cast, name))
    assert written() == before


def test_nobody_is_asked_but_a_patient(cast):
    before = written()
    for id in (cast.aminata.id, cast.fatou.id, uuid4()):
        with pytest.raises(NotFound):
            request_access(id, **WISH, actor=cast.ibrahima)
    assert written() == before


def test_one_request_at_a_time_waits_for_a_patient(cast, asked):
    before = written()
    with pytest.raises(Conflict, match="already_asked"):
        request_access(cast.moussa.id, **WISH, actor=cast.ibrahima)
    assert written() == before
    request_access(cast.moussa.id, **WISH, actor=cast.fatou)
    decide(cast, asked, Status.REJECTED)
    assert request_access(cast.moussa.id, **WISH, actor=cast.ibrahima).status == Status.PENDING


def test_of_many_requests_at_once_one_is_kept(cast, at_once):
    id = cast.moussa.id
    ended = at_once(8, lambda: request_access(id, **WISH, actor=cast.ibrahima))
    assert ended.count("done") == 1
    assert all(isinstance(refusal, Conflict) for refusal in ended if refusal != "done")
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(Fact.id)).where(Fact.name == "AccessRequested")) == 1


def test_of_a_yes_and_a_no_at_once_one_is_kept(cast, asked, at_once):
    id = asked.id
    wishes = iter([Status.APPROVED, Status.REJECTED] * 4)
    ended = at_once(8, lambda: decide_access_request(id, next(wishes), actor=cast.moussa))
    assert ended.count("done") == 1
    db.session.rollback()
    assert db.session.scalar(db.select(db.func.count(Fact.id)).where(Fact.name == "AccessRequestStatusChanged")) == 1


def test_a_doctor_asks_so_often_a_day_and_no_more(cast, monkeypatch):
    monkeypatch.setattr(rules, "DAILY_CAP", 2)
    now = utcnow() + timedelta(days=2)
    for patient in (cast.awa, cast.moussa):
        asked = request_access(patient.id, **WISH, actor=cast.ibrahima, now=now)
        cancel_access_request(asked.id, actor=cast.ibrahima, now=now)
    before = written()
    with pytest.raises(TooMany):
        request_access(cast.moussa.id, **WISH, actor=cast.ibrahima, now=now + timedelta(hours=23))
    assert written() == before
    assert request_access(cast.moussa.id, **WISH, actor=cast.ibrahima, now=now + timedelta(hours=25))


def test_the_clock_ends_what_was_never_answered(cast, asked, ears):
    week = asked.created_at + timedelta(days=7)
    assert clock.run(now=week - timedelta(seconds=1)) == 0
    assert clock.run(now=week) == 1
    assert clock.run(now=week) == 0
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (asked.status, fact.payload["status"], fact.actor_id, audited.actor_id) == (Status.LAPSED, "lapsed", None, None)
    assert heard(fact) == ears(moussa=True, ibrahima=True)


def test_the_clock_ends_an_access_whose_days_are_over(cast, asked, ears):
    end = decide(cast, asked, Status.APPROVED, days=2).expires_at
    assert clock.run(now=end - timedelta(seconds=1)) == 0
    assert clock.run(now=end) == 1
    assert (asked.status, asked.ended_at) == (Status.EXPIRED, end)
    assert heard(last(Fact, Fact.id)) == ears(moussa=True, ibrahima=True)


def test_nothing_ends_before_its_time(cast, asked):
    before = written()
    with pytest.raises(Conflict, match="not_due"):
        end_access_request(asked.id)
    assert written() == before


def test_a_late_clock_lets_nobody_in(cast, asked):
    end = decide(cast, asked, Status.APPROVED).expires_at
    assert access_requests.find_file(cast.ibrahima, cast.moussa.id, end - timedelta(seconds=1))
    with pytest.raises(NotFound):
        access_requests.find_file(cast.ibrahima, cast.moussa.id, end)
    assert cast.ibrahima.id not in access_requests.reader_ids(cast.moussa.id, end)
    assert access_requests.grants(cast.ibrahima, end) == {}


def test_a_request_that_has_lapsed_is_not_approved_though_the_clock_is_late(cast, asked):
    before = written()
    with pytest.raises(InvalidTransition):
        decide(cast, asked, Status.APPROVED, now=asked.created_at + timedelta(days=7))
    assert written() == before


def test_both_are_warned_once_two_days_before_an_access_ends(cast, asked, ears):
    end = decide(cast, asked, Status.APPROVED, days=10).expires_at
    soon = end - timedelta(days=2)
    assert clock.run(now=soon - timedelta(seconds=1)) == 0
    assert (clock.run(now=soon), clock.run(now=soon), clock.run(now=end - timedelta(seconds=1))) == (1, 0, 0)
    fact = last(Fact, Fact.id)
    assert (fact.name, fact.actor_id) == ("AccessEnding", None)
    assert heard(fact) == ears(moussa=True, ibrahima=True)
    assert clock.run(now=end) == 1


def test_nobody_is_warned_of_an_access_of_two_days_or_of_one_that_was_cut(cast, asked):
    short = decide(cast, asked, Status.APPROVED, days=2)
    assert clock.run(now=short.expires_at - timedelta(hours=1)) == 0
    warning = cast.grant.expires_at - timedelta(days=1)
    decide_access_request(cast.grant.id, Status.REVOKED, actor=cast.awa)
    with pytest.raises(Conflict, match="not_due"):
        warn_of_end(cast.grant.id, now=warning)
