"""Emergencies: every act in every state by everyone, who may open one and when, and until when it may be contested."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from fadjma.domain import emergencies as rules
from fadjma.domain.access_requests import Status, may_ask
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.roles import Role

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MOMENT, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
EMERGENCY, CLOSED, JUSTIFIED, CONTESTED = Status.EMERGENCY, Status.CLOSED, Status.JUSTIFIED, Status.CONTESTED
PEOPLE = {
    "the patient": SimpleNamespace(id=1, role=Role.PATIENT),
    "another patient": SimpleNamespace(id=2, role=Role.PATIENT),
    "the doctor who opened it": SimpleNamespace(id=3, role=Role.DOCTOR),
    "another doctor": SimpleNamespace(id=4, role=Role.DOCTOR),
    "a pharmacist": SimpleNamespace(id=5, role=Role.PHARMACIST),
    "the admin": SimpleNamespace(id=6, role=Role.ADMIN),
    "the doctor, who is now an admin": SimpleNamespace(id=3, role=Role.ADMIN),
}


def emergency(status=EMERGENCY, **fields):
    """Return an emergency of doctor 3 with patient 1, opened an hour ago; a request of another kind in another state."""
    given = {"status": status, "patient_id": 1, "doctor_id": 3, "contested_at": None, "reviewed_at": None}
    given |= {"created_at": NOW - HOUR, "expires_at": NOW + 3 * HOUR, "ended_at": None if status == EMERGENCY else NOW}
    given |= {"emergency": status in (EMERGENCY, CLOSED, JUSTIFIED, CONTESTED)}
    return SimpleNamespace(**given | fields)


def review(verdict):
    """Return how the rules are asked for a verdict."""
    return lambda it, who: rules.review(it, verdict, actor=who)


# act → (how it is asked of the rules, who may, {state: what it becomes})
ACTS = {
    "close": (lambda it, who: rules.close(it, actor=who), {"the doctor who opened it"}, {EMERGENCY: CLOSED}),
    "contest": (
        lambda it, who: rules.contest(it, actor=who, now=NOW),
        {"the patient"},
        {EMERGENCY: EMERGENCY, CLOSED: CONTESTED, JUSTIFIED: CONTESTED},
    ),
    "justify": (review(JUSTIFIED), {"the admin"}, {CLOSED: JUSTIFIED, CONTESTED: JUSTIFIED}),
    "find fault": (review(CONTESTED), {"the admin"}, {CLOSED: CONTESTED, CONTESTED: CONTESTED}),
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_by_everyone(act, state, name):
    ask, who, becomes = ACTS[act]
    may = name in who or (act == "close" and PEOPLE[name].id == 3)  # whoever opened it closes it, whatever they are since
    if may and state in becomes:
        assert ask(emergency(state), PEOPLE[name]) == becomes[state]
    else:
        with pytest.raises(Refusal) as refused:
            ask(emergency(state), PEOPLE[name])
        assert refused.type is (InvalidTransition if may else Forbidden)


@pytest.mark.parametrize("name", PEOPLE)
def test_only_doctors_open_one(name):
    if PEOPLE[name].role == Role.DOCTOR:
        may_ask(PEOPLE[name])
    else:
        with pytest.raises(Forbidden):
            may_ask(PEOPLE[name])


@pytest.mark.parametrize(("last", "may"), [(None, True), (DAY, True), (DAY - MOMENT, False), (MOMENT, False)])
def test_a_doctor_has_one_with_a_patient_in_a_day(last, may):
    last = NOW - last if last else None
    if may:
        rules.may_open(last=last, now=NOW)
    else:
        with pytest.raises(Conflict, match="emergency_once_a_day"):
            rules.may_open(last=last, now=NOW)


@pytest.mark.parametrize(
    ("reason", "password", "errors"),
    [
        ("Coma", "secret", None),
        ("x" * 500, "secret", None),
        (" ", "secret", {"reason": "required"}),
        ("x" * 501, "secret", {"reason": "too_long"}),
        ("Coma", "", {"password": "required"}),
        (None, None, {"reason": "required", "password": "required"}),
    ],
)
def test_it_takes_a_typed_reason_and_a_password(reason, password, errors):
    if errors is None:
        rules.check(reason=reason, password=password)
    else:
        with pytest.raises(Invalid) as refused:
            rules.check(reason=reason, password=password)
        assert refused.value.errors == errors


@pytest.mark.parametrize("state", [CLOSED, JUSTIFIED])
def test_it_is_contested_within_thirty_days_of_its_end_once(state):
    month, patient = timedelta(days=30), PEOPLE["the patient"]
    assert rules.contest(emergency(state, ended_at=NOW - month + MOMENT), actor=patient, now=NOW) == CONTESTED
    for too_late in ({"ended_at": NOW - month}, {"contested_at": NOW}):
        with pytest.raises(InvalidTransition):
            rules.contest(emergency(state, **too_late), actor=patient, now=NOW)


def test_one_that_was_contested_while_open_is_contested_as_it_closes():
    open_still = emergency(contested_at=NOW)
    assert rules.close(open_still, actor=PEOPLE["the doctor who opened it"]) == CONTESTED
    with pytest.raises(InvalidTransition):
        rules.contest(open_still, actor=PEOPLE["the patient"], now=NOW)


def test_one_whose_hours_are_over_is_contested_at_once_though_the_clock_is_late():
    assert rules.contest(emergency(expires_at=NOW), actor=PEOPLE["the patient"], now=NOW) == CONTESTED


def test_what_was_judged_is_judged_again_only_once_its_patient_has_contested_it():
    admin = PEOPLE["the admin"]
    for judged in (emergency(CONTESTED, reviewed_at=NOW), emergency(CONTESTED, contested_at=NOW - DAY, reviewed_at=NOW)):
        with pytest.raises(InvalidTransition):
            rules.review(judged, JUSTIFIED, actor=admin)
    assert rules.review(emergency(CONTESTED, contested_at=NOW, reviewed_at=NOW - DAY), JUSTIFIED, actor=admin) == JUSTIFIED


@pytest.mark.parametrize("verdict", [status for status in Status if status not in (JUSTIFIED, CONTESTED)])
def test_there_are_two_verdicts(verdict):
    with pytest.raises(Invalid):
        rules.review(emergency(CLOSED), verdict, actor=PEOPLE["the admin"])
