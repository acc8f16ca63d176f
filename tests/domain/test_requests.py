"""The two requests about an ordonnance: who may ask in which state, and who may answer."""

from types import SimpleNamespace

import pytest

from fadjma.domain import requests as rules
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.prescriptions import DISPENSING, Status
from fadjma.domain.requests import Answer, Kind, Mode
from tests.domain.ordonnances import PATIENT, PEOPLE, PHARMACY, PRESCRIBER, ordonnance


def ask_delivery(it, who, **given):
    return rules.may_ask_delivery(it, actor=who, **{"mode": "pickup", "address": ""} | given)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
def test_the_patient_asks_for_delivery_while_a_pharmacy_holds_it(state, name):
    if name in PATIENT and state in DISPENSING:
        ask_delivery(ordonnance(state), PEOPLE[name])
    else:
        with pytest.raises(Conflict if name in PATIENT else Forbidden):
            ask_delivery(ordonnance(state), PEOPLE[name])


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
def test_the_patient_asks_for_renewal_once_it_is_delivered_or_expired(state, name):
    if name in PATIENT and state in (Status.DELIVERED, Status.EXPIRED):
        rules.may_ask_renewal(ordonnance(state), actor=PEOPLE[name])
    else:
        with pytest.raises(Conflict if name in PATIENT else Forbidden):
            rules.may_ask_renewal(ordonnance(state), actor=PEOPLE[name])


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"mode": "home"}, {"address": "required"}),
        ({"mode": "home", "address": "  "}, {"address": "required"}),
        ({"mode": "home", "address": "x" * 301}, {"address": "too_long"}),
        ({"mode": "drone"}, {"mode": "unknown_value"}),
        ({"note": "x" * 501}, {"note": "too_long"}),
    ],
)
def test_what_is_wrong_with_a_request_is_named(given, problem):
    with pytest.raises(Invalid) as refused:
        ask_delivery(ordonnance(Status.READY), PEOPLE["the patient"], **given)
    assert refused.value.errors == problem


def test_a_renewals_note_has_an_end():
    with pytest.raises(Invalid) as refused:
        rules.may_ask_renewal(ordonnance(Status.DELIVERED), actor=PEOPLE["the patient"], note="x" * 501)
    assert refused.value.errors == {"note": "too_long"}


def test_home_needs_an_address_and_has_one():
    ask_delivery(ordonnance(Status.READY), PEOPLE["the patient"], mode=Mode.HOME, address="Rue 10, Médina")


ANSWERERS = {Kind.DELIVERY: (PHARMACY, Status.READY), Kind.RENEWAL: (PRESCRIBER, Status.DELIVERED)}


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("status", Answer)
@pytest.mark.parametrize("kind", Kind)
def test_only_who_was_asked_answers_and_only_once(kind, status, name, accept):
    who, state = ANSWERERS[kind]
    request, it = SimpleNamespace(kind=kind, status=status), ordonnance(state)
    asked = {"accept": accept, "reason": "" if accept else "Rupture", "actor": PEOPLE[name]}
    if name not in who:
        with pytest.raises(Forbidden):
            rules.answer(request, kind, it, **asked)
    elif status != Answer.PENDING:
        with pytest.raises(InvalidTransition):
            rules.answer(request, kind, it, **asked)
    else:
        assert rules.answer(request, kind, it, **asked) == (Answer.ACCEPTED if accept else Answer.REFUSED)


@pytest.mark.parametrize("kind", Kind)
def test_what_was_never_asked_cannot_be_answered(kind):
    who, state = ANSWERERS[kind]
    with pytest.raises(Conflict) as refused:
        rules.answer(None, kind, ordonnance(state), accept=True, actor=PEOPLE[min(who)])
    assert refused.value.code == "no_request_to_answer"


@pytest.mark.parametrize(
    ("kind", "reason", "problem"),
    [
        (Kind.RENEWAL, "", "required"),
        (Kind.RENEWAL, "x" * 501, "too_long"),
        (Kind.DELIVERY, "x" * 501, "too_long"),
        (Kind.DELIVERY, "", None),
    ],
)
def test_the_prescriber_says_why_they_refuse_the_pharmacy_may(kind, reason, problem):
    who, state = ANSWERERS[kind]
    request = SimpleNamespace(kind=kind, status=Answer.PENDING)
    try:
        rules.answer(request, kind, ordonnance(state), accept=False, reason=reason, actor=PEOPLE[min(who)])
        found = None
    except Refusal as refusal:
        found = refusal.errors["reason"]
    assert found == problem
