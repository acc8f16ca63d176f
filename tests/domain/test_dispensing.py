"""What leaves the counter: every portion, line, correction, deadline and repeat, by everyone in every state."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from fadjma.domain import dispensing as rules
from fadjma.domain.dispensing import Portion, WhyNot
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, Refusal
from fadjma.domain.prescriptions import DISPENSING, LineStatus, Status
from tests.domain.test_prescriptions import PEOPLE, PHARMACY, ordonnance

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
ONE, TWO, NONE = UUID(int=1), UUID(int=2), UUID(int=9)
OPEN, DELIVERED, NOT = LineStatus.OPEN, LineStatus.DELIVERED, LineStatus.NOT_DISPENSED
WAITS = {"status": NOT, "why_not": WhyNot.OUT_OF_STOCK}


def line(id=ONE, quantity=10, delivered=0, **fields):
    given = {"id": id, "medication": "Salbutamol", "quantity": quantity, "delivered": delivered, "status": OPEN}
    given |= {"substitutable": True, "repeats": 0, "why_not": None, "answered_at": None}
    return SimpleNamespace(**given | fields)


def held(status=Status.READY, *lines, **fields):
    given = {"lines": list(lines) or [line(), line(TWO, 20, 5)], "status_since": NOW, "expiry_told": False}
    return ordonnance(status, **given | fields)


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


def record(pharmacist=5, quantity=4, at=NOW, is_reversed=False):
    return SimpleNamespace(pharmacist_id=pharmacist, quantity=quantity, at=at, is_reversed=is_reversed)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", Status)
def test_only_who_handed_it_over_takes_it_back_and_only_while_the_pharmacy_holds_it(state, name):
    it = held(state)
    if name == "the pharmacist" and state in DISPENSING | {Status.DELIVERED}:
        assert rules.reverse(it, record(), actor=PEOPLE[name], now=NOW) == state
    else:
        with pytest.raises(Refusal):
            rules.reverse(it, record(), actor=PEOPLE[name], now=NOW)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (record(quantity=-4), "already_reversed"),
        (record(is_reversed=True), "already_reversed"),
        (record(at=NOW - timedelta(hours=24, seconds=1)), "too_late_to_reverse"),
    ],
)
def test_an_error_is_taken_back_once_and_within_a_day(wrong, code):
    with pytest.raises(Conflict) as refused:
        rules.reverse(held(Status.DELIVERED), wrong, actor=PEOPLE["the pharmacist"], now=NOW)
    assert refused.value.code == code
    rules.reverse(held(Status.DELIVERED), record(at=NOW - timedelta(hours=24)), actor=PEOPLE["the pharmacist"], now=NOW)


@pytest.mark.parametrize("state", Status)
def test_a_correction_brings_it_back_to_where_it_stood(state):
    given, nothing = held(state, line(delivered=4)), held(state, line())
    if state in (Status.PARTIALLY_DELIVERED, Status.DELIVERED):
        assert rules.after_reversal(given) == Status.PARTIALLY_DELIVERED
        assert rules.after_reversal(nothing) == Status.READY
    else:
        assert rules.after_reversal(given) == rules.after_reversal(nothing) == state


@pytest.mark.parametrize("state", Status)
def test_what_is_ready_waits_for_48_hours_and_not_a_second_less(state):
    since = NOW - timedelta(hours=48)
    assert rules.waited_too_long(held(state, status_since=since), NOW) == (state == Status.READY)
    assert not rules.waited_too_long(held(state, status_since=since + timedelta(seconds=1)), NOW)


@pytest.mark.parametrize("state", Status)
def test_its_end_is_told_three_days_before_once(state):
    near = {"valid_until": NOW + timedelta(days=3)}
    assert rules.warns(held(state, **near), NOW) == (state == Status.ISSUED)
    assert not rules.warns(held(state, **near, expiry_told=True), NOW)
    assert not rules.warns(held(state, **near), NOW - timedelta(seconds=1))
    assert not rules.warns(held(state, **near), NOW + timedelta(days=3))


@pytest.mark.parametrize("state", Status)
def test_lines_come_again_once_delivered_and_a_month_later(state):
    again, never = line(status=DELIVERED, repeats=2), line(TWO, status=DELIVERED)
    it = held(state, again, never, line(NONE, status=NOT, repeats=1), status_since=NOW - rules.INTERVAL)
    assert rules.repeats(it, NOW) == ([again] if state == Status.DELIVERED else [])
    assert rules.repeats(it, NOW - timedelta(seconds=1)) == []
