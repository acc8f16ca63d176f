"""Access to a file: every pair of states, every act in every state by everyone, narrowing, and what time does."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from fadjma.domain import access_requests as rules
from fadjma.domain.access_requests import Level, Status
from fadjma.domain.errors import Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.roles import Role

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MOMENT = timedelta(seconds=1)
PENDING, APPROVED = Status.PENDING, Status.APPROVED
STEPS = {
    (PENDING, APPROVED),
    (PENDING, Status.REJECTED),
    (PENDING, Status.CANCELLED),
    (PENDING, Status.LAPSED),
    (APPROVED, Status.REVOKED),
    (APPROVED, Status.EXPIRED),
    (Status.EMERGENCY, Status.CLOSED),
    (Status.CLOSED, Status.JUSTIFIED),
    (Status.CLOSED, Status.CONTESTED),
    (Status.JUSTIFIED, Status.CONTESTED),
    (Status.CONTESTED, Status.JUSTIFIED),
}  # drawn here once more, by hand: a step added to the rules alone fails
PEOPLE = {
    "the patient": SimpleNamespace(id=1, role=Role.PATIENT),
    "another patient": SimpleNamespace(id=2, role=Role.PATIENT),
    "the doctor who asked": SimpleNamespace(id=3, role=Role.DOCTOR),
    "another doctor": SimpleNamespace(id=4, role=Role.DOCTOR),
    "a pharmacist": SimpleNamespace(id=5, role=Role.PHARMACIST),
    "the admin": SimpleNamespace(id=6, role=Role.ADMIN),
}


def request(status=PENDING, **fields):
    """Return a request of doctor 3 to patient 1, for 30 days of reading and writing."""
    given = {"status": status, "patient_id": 1, "doctor_id": 3, "level": Level.WRITE, "days": 30}
    given |= {"created_at": NOW, "expires_at": NOW + timedelta(days=30), "warned_at": None}
    return SimpleNamespace(**given | fields)


# act → (how it is asked of the rules, who may, {state: what it becomes})
ACTS = {
    "approve": (
        lambda it, who: rules.decide(it, APPROVED, actor=who, now=NOW),
        "the patient",
        {PENDING: APPROVED},
    ),
    "reject": (
        lambda it, who: rules.decide(it, Status.REJECTED, actor=who, now=NOW),
        "the patient",
        {PENDING: Status.REJECTED},
    ),
    "revoke": (
        lambda it, who: rules.decide(it, Status.REVOKED, actor=who, now=NOW),
        "the patient",
        {APPROVED: Status.REVOKED},
    ),
    "cancel": (
        lambda it, who: rules.cancel(it, actor=who, now=NOW),
        "the doctor who asked",
        {PENDING: Status.CANCELLED},
    ),
}


@pytest.mark.parametrize("origin", Status)
@pytest.mark.parametrize("goal", Status)
def test_a_step_is_one_of_those_drawn_or_none(origin, goal):
    if (origin, goal) in STEPS:
        assert rules.step(request(origin), goal) == goal
    else:
        with pytest.raises(InvalidTransition) as refused:
            rules.step(request(origin), goal)
        assert refused.value.details == {"origin": origin.value, "goal": goal.value}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_by_everyone(act, state, name):
    ask, who, becomes = ACTS[act]
    if name == who and state in becomes:
        assert ask(request(state), PEOPLE[name]) == becomes[state]
    else:
        with pytest.raises(Refusal) as refused:
            ask(request(state), PEOPLE[name])
        assert refused.type is (InvalidTransition if name == who else Forbidden)


@pytest.mark.parametrize("goal", [PENDING, Status.CANCELLED, Status.LAPSED, Status.EXPIRED])
def test_a_patient_decides_nothing_that_is_not_theirs_to_decide(goal):
    with pytest.raises(Forbidden):
        rules.decide(request(), goal, actor=PEOPLE["the patient"], now=NOW)


@pytest.mark.parametrize("name", PEOPLE)
def test_only_doctors_ask(name):
    if PEOPLE[name].role == Role.DOCTOR:
        rules.may_ask(PEOPLE[name])
    else:
        with pytest.raises(Forbidden, match="only_doctors_ask"):
            rules.may_ask(PEOPLE[name])


@pytest.mark.parametrize(
    ("reason", "days", "errors"),
    [
        ("Suivi", 1, None),
        ("x" * 500, 365, None),
        ("", 30, {"reason": "required"}),
        (" \n", 30, {"reason": "required"}),
        (None, 30, {"reason": "required"}),
        ("x" * 501, 30, {"reason": "too_long"}),
        ("Suivi", 0, {"days": "days_out_of_range"}),
        ("Suivi", -1, {"days": "days_out_of_range"}),
        ("Suivi", 366, {"days": "days_out_of_range"}),
        ("", 366, {"reason": "required", "days": "days_out_of_range"}),
    ],
)
def test_a_request_has_a_reason_and_lasts_from_a_day_to_a_year(reason, days, errors):
    if errors is None:
        rules.check(reason=reason, days=days)
    else:
        with pytest.raises(Invalid) as refused:
            rules.check(reason=reason, days=days)
        assert refused.value.errors == errors


@pytest.mark.parametrize(
    ("asked", "wish", "granted"),
    [
        (Level.WRITE, (None, None), (Level.WRITE, 30)),
        (Level.WRITE, (Level.READ, None), (Level.READ, 30)),
        (Level.WRITE, (Level.WRITE, 30), (Level.WRITE, 30)),
        (Level.READ, (Level.READ, 1), (Level.READ, 1)),
    ],
)
def test_a_patient_grants_what_was_asked_or_less(asked, wish, granted):
    assert rules.narrow(request(level=asked), level=wish[0], days=wish[1]) == granted


@pytest.mark.parametrize(
    ("asked", "wish", "errors"),
    [
        (Level.READ, (Level.WRITE, None), {"level": "may_only_narrow"}),
        (Level.WRITE, (None, 31), {"days": "may_only_narrow"}),
        (Level.READ, (Level.WRITE, 31), {"level": "may_only_narrow", "days": "may_only_narrow"}),
        (Level.WRITE, (None, 0), {"days": "days_out_of_range"}),
        (Level.WRITE, (None, -3), {"days": "days_out_of_range"}),
    ],
)
def test_narrowing_never_widens(asked, wish, errors):
    with pytest.raises(Invalid) as refused:
        rules.narrow(request(level=asked), level=wish[0], days=wish[1])
    assert refused.value.errors == errors


OPEN = {APPROVED: Status.EXPIRED, Status.EMERGENCY: Status.CLOSED}  # and what they end as


@pytest.mark.parametrize("status", Status)
def test_a_file_is_open_only_by_an_approval_or_an_emergency_that_has_not_ended(status):
    still = request(status, expires_at=NOW + MOMENT)
    assert rules.opens(still, NOW) == (status in OPEN)
    assert not rules.opens(request(status, expires_at=NOW), NOW)


@pytest.mark.parametrize("status", Status)
def test_time_ends_what_waits_for_seven_days_and_what_is_in_force_at_its_end(status):
    week = timedelta(days=7)
    old, over = request(status, created_at=NOW - week), request(status, expires_at=NOW)
    assert rules.ended_by_time(old, NOW) == (Status.LAPSED if status == PENDING else None)
    assert rules.ended_by_time(old, NOW - MOMENT) is None
    assert rules.ended_by_time(over, NOW) == OPEN.get(status)
    assert rules.ended_by_time(over, NOW - MOMENT) is None


@pytest.mark.parametrize(
    ("old", "ended", "acts"),
    [
        (request(created_at=NOW - timedelta(days=7)), "lapsed", ["approve", "reject", "cancel"]),
        (request(APPROVED, expires_at=NOW), "expired", ["revoke"]),
    ],
)
def test_what_time_has_ended_is_not_decided_any_more_though_the_clock_is_late(old, ended, acts):
    for act in acts:
        ask, who, _ = ACTS[act]
        with pytest.raises(InvalidTransition) as refused:
            ask(old, PEOPLE[who])
        assert refused.value.details["origin"] == ended


@pytest.mark.parametrize("status", Status)
def test_a_warning_is_due_in_the_last_two_days_of_an_approval_once(status):
    soon = request(status, expires_at=NOW + timedelta(days=2))
    assert rules.is_ending(soon, NOW) == (status == APPROVED)
    assert not rules.is_ending(soon, NOW - MOMENT)
    assert not rules.is_ending(soon, soon.expires_at)
    for no_more in ({"warned_at": NOW}, {"days": 2}):
        assert not rules.is_ending(request(status, expires_at=NOW + timedelta(days=1), **no_more), NOW)
