"""What leaves the counter: every portion and every line, by everyone in every state."""

import pytest

from fadjma.domain import dispensing as rules
from fadjma.domain.dispensing import Portion, WhyNot
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition
from fadjma.domain.prescriptions import DISPENSING, Status
from tests.domain.ordonnances import DELIVERED, NONE, NOT, NOW, ONE, PEOPLE, PHARMACY, TWO, held, line

WAITS = {"status": NOT, "why_not": WhyNot.OUT_OF_STOCK}


def test_all_that_remains_is_every_open_line():
    done = line(NONE, delivered=10, status=DELIVERED)
    assert [portion for _, portion in rules.portions(held(Status.READY, line(), line(TWO, 20, 5), done))] == [
        Portion(ONE, 10),
        Portion(TWO, 15),
    ]


def test_of_what_was_never_delivered_and_remains_not_there_is_nothing_to_hand_over():
    with pytest.raises(Conflict) as refused:
        rules.portions(held(Status.READY, line(status=NOT)))
    assert refused.value.code == "nothing_remains"
    assert (
        rules.portions(held(Status.PARTIALLY_DELIVERED, line(status=NOT), line(TWO, delivered=10, status=DELIVERED))) == []
    )


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ([], {"lines": "at_least_one_line"}),
        ([Portion(NONE, 1)], {"lines.0.line_id": "unknown_value"}),
        ([Portion(ONE, 1), Portion(ONE, 1)], {"lines.1.line_id": "line_twice"}),
        ([Portion(ONE, 11)], {"lines.0.quantity": "more_than_remains"}),
        ([Portion(ONE, 1), Portion(TWO, 16)], {"lines.1.quantity": "more_than_remains"}),
        ([Portion(ONE, -1)], {"lines.0.quantity": "quantity_out_of_range"}),
        ([Portion(ONE, 0)], {"lines.0.reason": "why_not_needed"}),
        ([Portion(ONE, 0, reason="other")], {"lines.0.reason": "why_not_needed"}),
        ([Portion(ONE, 1, substitute="Ventoline")], {"lines.0.reason": "required"}),
        ([Portion(ONE, 1, substitute="x" * 121, reason="a")], {"lines.0.substitute": "too_long"}),
        ([Portion(ONE, 1, substitute="x", reason="a" * 501)], {"lines.0.reason": "too_long"}),
    ],
)
def test_what_is_wrong_with_a_portion_is_named(asked, errors):
    with pytest.raises(Invalid) as refused:
        rules.portions(held(), asked)
    assert refused.value.errors == errors


def test_a_closed_line_takes_no_portion():
    with pytest.raises(Invalid) as refused:
        rules.portions(held(Status.READY, line(delivered=10, status=DELIVERED)), [Portion(ONE, 0, reason="refused")])
    assert refused.value.errors == {"lines.0.line_id": "line_closed"}


def test_a_substitute_is_given_only_where_the_doctor_allows_it():
    asked = [Portion(ONE, 1, substitute="Ventoline", reason="Rupture")]
    assert rules.portions(held(), asked)[0][1] == asked[0]
    with pytest.raises(Conflict) as refused:
        rules.portions(held(Status.READY, line(substitutable=False)), asked)
    assert refused.value.details["lines"] == [{"id": str(ONE), "medication": "Salbutamol"}]


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
def test_only_the_pharmacy_that_holds_it_leaves_a_line_out_and_only_while_it_dispenses(state, name):
    it, who = held(state), PEOPLE[name]
    if name in PHARMACY and state in DISPENSING:
        assert rules.not_dispense(it, it.lines[0], "refused", actor=who) == WhyNot.REFUSED
    else:
        with pytest.raises(InvalidTransition if name in PHARMACY and it.claiming_pharmacy_id else Forbidden):
            rules.not_dispense(it, it.lines[0], "refused", actor=who)


def test_a_line_is_left_out_once_and_for_a_reason_of_the_list():
    who = PEOPLE["the pharmacist"]
    with pytest.raises(Conflict):
        rules.not_dispense(held(), line(status=NOT), "refused", actor=who)
    with pytest.raises(Invalid):
        rules.not_dispense(held(), line(), "because", actor=who)


@pytest.mark.parametrize(
    ("status", "lines", "handed_over", "becomes"),
    [
        (Status.READY, [line(delivered=3)], True, Status.PARTIALLY_DELIVERED),
        (Status.READY, [line(), line(TWO, status=NOT)], False, Status.READY),
        (Status.PARTIALLY_DELIVERED, [line(delivered=4)], True, Status.PARTIALLY_DELIVERED),
        (Status.READY, [line(delivered=10, status=DELIVERED)], True, Status.DELIVERED),
        (Status.READY, [line(delivered=10, status=DELIVERED), line(TWO, status=NOT)], True, Status.DELIVERED),
        (Status.PARTIALLY_DELIVERED, [line(delivered=4, status=NOT)], False, Status.DELIVERED),
        (Status.READY, [line(status=NOT)], False, Status.READY),
    ],
)
def test_where_an_ordonnance_stands_after_a_delivery(status, lines, handed_over, becomes):
    assert rules.after_delivery(held(status, *lines), handed_over=handed_over) == becomes


@pytest.mark.parametrize("name", ["the patient", "the pharmacist", "a colleague"])
def test_a_balance_is_given_back_while_something_is_left_of_it(name):
    who = PEOPLE[name]
    for left in (line(delivered=4), line(**WAITS)):
        assert rules.give_back(held(Status.PARTIALLY_DELIVERED, left), actor=who) == Status.ISSUED
    with pytest.raises(Conflict):
        rules.give_back(held(Status.PARTIALLY_DELIVERED, line(status=NOT, why_not=WhyNot.REFUSED)), actor=who)


def test_a_line_that_one_pharmacy_lacked_may_be_had_elsewhere_unless_its_doctor_has_answered():
    assert rules.comes_back(line(**WAITS))
    assert not rules.comes_back(line(**WAITS, answered_at=NOW))
    assert not rules.comes_back(line(status=NOT, why_not=WhyNot.REFUSED))
    assert not rules.comes_back(line())


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
def test_the_prescriber_answers_for_a_line_unless_it_is_frozen_or_over(state, name):
    it, who = held(state, line(**WAITS)), PEOPLE[name]
    if name == "the prescriber" and state not in (Status.CANCELLATION_REQUESTED, Status.CANCELLED, Status.EXPIRED):
        rules.answer_line(it, it.lines[0], actor=who)
    else:
        with pytest.raises(Conflict if name == "the prescriber" else Forbidden):
            rules.answer_line(it, it.lines[0], actor=who)


def test_a_line_is_answered_for_once():
    for known in (line(), line(**WAITS, answered_at=NOW)):
        with pytest.raises(Conflict):
            rules.answer_line(held(Status.READY, known), known, actor=PEOPLE["the prescriber"])


@pytest.mark.parametrize("state", Status)
def test_a_line_joins_an_ordonnance_that_goes_on(state):
    assert rules.takes_more_lines(held(state), NOW) == (state in DISPENSING | {Status.ISSUED})
    assert not rules.takes_more_lines(held(Status.ISSUED, valid_until=NOW), NOW)
    assert not rules.takes_more_lines(held(Status.READY, *[line()] * 30), NOW)
