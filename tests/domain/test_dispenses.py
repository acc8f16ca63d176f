"""An error at the counter: who takes it back, until when, and where the ordonnance stands then."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from fadjma.domain import dispenses as rules
from fadjma.domain.errors import Conflict, Refusal
from fadjma.domain.prescriptions import DISPENSING, Status
from tests.domain.ordonnances import NOW, PEOPLE, held, line


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
