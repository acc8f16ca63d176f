"""The life of an ordonnance: every pair of states, every act in every state by everyone, and what each field may hold."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from fadjma.domain import prescriptions as rules
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.prescriptions import Line, LineStatus, Status
from fadjma.domain.roles import Role

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MATRICULE = "ORD-20261122-4F2A91C3"
ISSUED, VALIDATED, IN_PREPARATION, READY = Status.ISSUED, Status.VALIDATED, Status.IN_PREPARATION, Status.READY
PARTLY, DELIVERED, ASKED = Status.PARTIALLY_DELIVERED, Status.DELIVERED, Status.CANCELLATION_REQUESTED
CANCELLED, EXPIRED = Status.CANCELLED, Status.EXPIRED
HELD = (VALIDATED, IN_PREPARATION, READY, PARTLY, ASKED, DELIVERED)

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
}  # as clinical.md draws them


def person(id, role, pharmacy_id=None):
    return SimpleNamespace(id=id, role=role, pharmacy_id=pharmacy_id)


PEOPLE = {
    "the patient": person(1, Role.PATIENT),
    "another patient": person(2, Role.PATIENT),
    "the prescriber": person(3, Role.DOCTOR),
    "another doctor": person(4, Role.DOCTOR),
    "the pharmacist": person(5, Role.PHARMACIST, "plateau"),
    "a colleague": person(6, Role.PHARMACIST, "plateau"),
    "a competitor": person(7, Role.PHARMACIST, "medina"),
    "a pharmacist without a pharmacy": person(8, Role.PHARMACIST),
    "the admin": person(9, Role.ADMIN),
}
PATIENT, PRESCRIBER, PHARMACY = {"the patient"}, {"the prescriber"}, {"the pharmacist", "a colleague"}


def ordonnance(status, **fields):
    """Return one in `status`, chosen for the Plateau and, once claimed, held by it."""
    given = {
        "status": status,
        "patient_id": 1,
        "prescriber_id": 3,
        "matricule": MATRICULE,
        "chosen_pharmacy_id": "plateau",
        "claiming_pharmacy_id": "plateau" if status in HELD else None,
        "frozen_status": IN_PREPARATION if status == ASKED else None,
        "valid_until": NOW + timedelta(days=90),
        "code_attempts": 0,
    }
    return SimpleNamespace(**given | fields)


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


@pytest.mark.parametrize("state", Status)
def test_only_an_unclaimed_one_expires_and_not_a_second_early(state):
    assert rules.has_expired(ordonnance(state, valid_until=NOW), NOW) == (state == ISSUED)
    assert not rules.has_expired(ordonnance(state, valid_until=NOW + timedelta(seconds=1)), NOW)


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


def test_a_complete_ordonnance_has_no_problem():
    rules.check(lines=[Line("Salbutamol", "100 µg", 1)], valid_days=90)
    assert rules.until(NOW, 90) == NOW + timedelta(days=90)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"medication": " "}, {"lines.1.medication": "required"}),
        ({"medication": "x" * 121}, {"lines.1.medication": "too_long"}),
        ({"dosage": ""}, {"lines.1.dosage": "required"}),
        ({"dosage": "x" * 121}, {"lines.1.dosage": "too_long"}),
        ({"form": "x" * 61}, {"lines.1.form": "too_long"}),
        ({"instructions": "x" * 501}, {"lines.1.instructions": "too_long"}),
        ({"quantity": 0}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"quantity": -1}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"quantity": 10_001}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"repeats": -1}, {"lines.1.repeats": "repeats_out_of_range"}),
        ({"repeats": 13}, {"lines.1.repeats": "repeats_out_of_range"}),
        ({"posology": {"noon": 0.3}}, {"lines.1.posology.noon": "amount_out_of_range"}),
    ],
)
def test_a_wrong_field_is_named_with_its_line(changed, problem):
    good = {"medication": "Salbutamol", "dosage": "100 µg", "quantity": 1}
    with pytest.raises(Invalid) as refused:
        rules.check(lines=[Line(**good), Line(**good | changed)], valid_days=90)
    assert refused.value.errors == problem


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"lines": []}, {"lines": "at_least_one_line"}),
        ({"lines": [Line("Salbutamol", "100 µg", 1)] * 31}, {"lines": "too_many_lines"}),
        ({"valid_days": 0}, {"valid_days": "valid_days_out_of_range"}),
        ({"valid_days": 91}, {"valid_days": "valid_days_out_of_range"}),
        ({"override": "x" * 501}, {"override": "too_long"}),
    ],
)
def test_a_wrong_whole_is_named(given, problem):
    with pytest.raises(Invalid) as refused:
        rules.check(**{"lines": [Line("Salbutamol", "100 µg", 1)], "valid_days": 90} | given)
    assert refused.value.errors == problem


def test_a_reason_is_trimmed_and_may_not_be_missing():
    assert rules.check_reason("  rupture ") == "rupture"
    for reason, code in ((None, "required"), (" ", "required"), ("x" * 501, "too_long")):
        with pytest.raises(Invalid) as refused:
            rules.check_reason(reason)
        assert refused.value.errors == {"reason": code}
