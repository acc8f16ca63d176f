"""The life of an ordonnance: every pair of states, and every act in every state by everyone."""

from types import SimpleNamespace

import pytest

from fadjma.domain import prescriptions as rules
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.prescriptions import LineStatus, Status
from tests.domain.ordonnances import MATRICULE, NOW, PATIENT, PEOPLE, PHARMACY, PRESCRIBER, ordonnance

ISSUED, VALIDATED, IN_PREPARATION, READY = Status.ISSUED, Status.VALIDATED, Status.IN_PREPARATION, Status.READY
PARTLY, DELIVERED, ASKED = Status.PARTIALLY_DELIVERED, Status.DELIVERED, Status.CANCELLATION_REQUESTED
CANCELLED, EXPIRED = Status.CANCELLED, Status.EXPIRED

STEPS = {
    (ISSUED, VALIDATED),
    (ISSUED, CANCELLED),
    (ISSUED, EXPIRED),
    (VALIDATED, IN_PREPARATION),
    (VALIDATED, ISSUED),
    (VALIDATED, ASKED),
    (IN_PREPARATION, READY),
    (IN_PREPARATION, ISSUED),
    (IN_PREPARATION, ASKED),
    (READY, PARTLY),
    (READY, DELIVERED),
    (READY, ISSUED),
    (READY, ASKED),
    (PARTLY, DELIVERED),
    (PARTLY, ISSUED),
    (ASKED, CANCELLED),
    (ASKED, VALIDATED),
    (ASKED, IN_PREPARATION),
    (ASKED, READY),
}  # drawn here once more, by hand: a step added to the rules alone fails


# act → (how it is asked of the rules, {state: (who may, what it becomes)})
ACTS = {
    "claim": (
        lambda it, who: rules.claim(it, actor=who, matricule=None, now=NOW),
        {ISSUED: (PHARMACY, VALIDATED)},
    ),
    "prepare": (
        lambda it, who: rules.advance(it, IN_PREPARATION, actor=who),
        {VALIDATED: (PHARMACY, IN_PREPARATION)},
    ),
    "make ready": (
        lambda it, who: rules.advance(it, READY, actor=who),
        {IN_PREPARATION: (PHARMACY, READY)},
    ),
    "return": (
        lambda it, who: rules.give_back(it, actor=who),
        dict.fromkeys((VALIDATED, IN_PREPARATION, READY, PARTLY), (PHARMACY | PATIENT, ISSUED)),
    ),
    "deliver": (
        lambda it, who: rules.may_deliver(it, actor=who),
        dict.fromkeys((READY, PARTLY), (PHARMACY, None)),
    ),
    "cancel": (
        lambda it, who: rules.cancel(it, actor=who),
        {ISSUED: (PRESCRIBER, CANCELLED)} | dict.fromkeys((VALIDATED, IN_PREPARATION, READY), (PRESCRIBER, ASKED)),
    ),
    "accept the cancellation": (
        lambda it, who: rules.answer_cancellation(it, accept=True, actor=who),
        {ASKED: (PHARMACY, CANCELLED)},
    ),
    "refuse the cancellation": (
        lambda it, who: rules.answer_cancellation(it, accept=False, actor=who),
        {ASKED: (PHARMACY, IN_PREPARATION)},
    ),
    "choose a pharmacy": (
        lambda it, who: rules.may_choose_pharmacy(it, actor=who, now=NOW),
        {ISSUED: (PATIENT, None)},
    ),
    "draw a new code": (
        lambda it, who: rules.may_renew_code(it, actor=who),
        dict.fromkeys((VALIDATED, IN_PREPARATION, READY, PARTLY, ASKED), (PATIENT, None)),
    ),
}


@pytest.mark.parametrize("origin", Status)
@pytest.mark.parametrize("goal", Status)
def test_a_step_is_one_of_those_drawn_or_none(origin, goal):
    if (origin, goal) in STEPS:
        assert rules.step(ordonnance(origin), goal) == goal
    else:
        with pytest.raises(InvalidTransition) as refused:
            rules.step(ordonnance(origin), goal)
        assert refused.value.details == {"origin": origin.value, "goal": goal.value}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_by_everyone(act, state, name):
    ask, allowed = ACTS[act]
    who, becomes = allowed.get(state, (set(), None))
    if name in who:
        assert ask(ordonnance(state), PEOPLE[name]) == becomes
    else:
        with pytest.raises(Refusal):
            ask(ordonnance(state), PEOPLE[name])


@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("act", ACTS)
def test_who_may_never_do_it_is_refused_as_a_person_not_by_the_state(act, state):
    for name in ("another patient", "another doctor", "the admin"):
        with pytest.raises(Forbidden):
            ACTS[act][0](ordonnance(state), PEOPLE[name])


def test_final_is_final():
    assert {origin for origin, _ in STEPS} == set(Status) - rules.FINAL


def test_a_refused_cancellation_goes_back_to_where_it_was_frozen():
    for frozen in (VALIDATED, IN_PREPARATION, READY):
        it = ordonnance(ASKED, frozen_status=frozen)
        assert rules.answer_cancellation(it, accept=False, actor=PEOPLE["the pharmacist"]) == frozen


@pytest.mark.parametrize("typed", [MATRICULE, f" {MATRICULE.lower()} "])
def test_any_pharmacist_who_presents_the_matricule_may_claim(typed):
    for name in ("the pharmacist", "a competitor"):
        assert rules.claim(ordonnance(ISSUED), actor=PEOPLE[name], matricule=typed, now=NOW) == VALIDATED


@pytest.mark.parametrize("typed", [None, ""])
def test_a_pharmacy_that_was_not_chosen_must_present_it(typed):
    with pytest.raises(Invalid) as refused:
        rules.claim(ordonnance(ISSUED), actor=PEOPLE["a competitor"], matricule=typed, now=NOW)
    assert refused.value.errors == {"matricule": "matricule_needed"}


def test_a_wrong_matricule_claims_nothing_even_for_the_chosen_pharmacy():
    with pytest.raises(Invalid) as refused:
        rules.claim(ordonnance(ISSUED), actor=PEOPLE["the pharmacist"], matricule="ORD-20261122-00000000", now=NOW)
    assert refused.value.errors == {"matricule": "matricule_wrong"}


def test_who_comes_second_is_told_that_somebody_was_faster():
    for name in ("a colleague", "a competitor"):
        with pytest.raises(Conflict) as refused:
            rules.claim(ordonnance(VALIDATED), actor=PEOPLE[name], matricule=MATRICULE, now=NOW)
        assert refused.value.code == "already_claimed"


def test_nothing_is_claimed_or_chosen_at_the_end_of_its_validity_however_late_the_clock():
    it = ordonnance(ISSUED, valid_until=NOW)
    for ask in (
        lambda: rules.claim(it, actor=PEOPLE["the pharmacist"], matricule=None, now=NOW),
        lambda: rules.may_choose_pharmacy(it, actor=PEOPLE["the patient"], now=NOW),
    ):
        with pytest.raises(Conflict) as refused:
            ask()
        assert refused.value.code == "prescription_expired"


def test_one_pharmacy_sees_it_the_holder_else_the_chosen_one_while_it_waits():
    assert rules.seen_by(ordonnance(ISSUED), NOW) == "plateau"
    assert rules.seen_by(ordonnance(ISSUED, chosen_pharmacy_id=None), NOW) is None
    assert rules.seen_by(ordonnance(ISSUED, valid_until=NOW), NOW) is None
    assert rules.seen_by(ordonnance(VALIDATED, chosen_pharmacy_id="medina"), NOW) == "plateau"
    assert rules.seen_by(ordonnance(CANCELLED), NOW) is None
    assert rules.seen_by(ordonnance(CANCELLED, claiming_pharmacy_id="plateau"), NOW) == "plateau"


@pytest.mark.parametrize("state", Status)
@pytest.mark.parametrize("name", PEOPLE)
def test_seeing_is_the_same_question_asked_of_a_person(state, name):
    it, who = ordonnance(state), PEOPLE[name]
    sees = rules.holds(it, who) or rules.awaits(it, who, NOW)
    assert sees == (who.pharmacy_id is not None and rules.seen_by(it, NOW) == who.pharmacy_id)


def test_five_codes_may_be_tried():
    assert [rules.may_try_code(ordonnance(READY, code_attempts=n)) for n in range(7)] == [True] * 5 + [False] * 2


def test_what_remains_of_a_line():
    def line(status, delivered):
        return SimpleNamespace(quantity=10, delivered=delivered, status=status)

    assert rules.remaining(line(LineStatus.OPEN, 0)) == 10
    assert rules.remaining(line(LineStatus.OPEN, 4)) == 6
    assert rules.remaining(line(LineStatus.DELIVERED, 10)) == 0
    assert rules.remaining(line(LineStatus.NOT_DISPENSED, 4)) == 0


def test_a_reason_is_trimmed_and_may_not_be_missing():
    assert rules.check_reason("  rupture ") == "rupture"
    for reason, code in ((None, "required"), (" ", "required"), ("x" * 501, "too_long")):
        with pytest.raises(Invalid) as refused:
            rules.check_reason(reason)
        assert refused.value.errors == {"reason": code}
