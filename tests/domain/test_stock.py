"""A pharmacy's lots: what is taken first, what is never taken, and that nothing ever goes below zero."""

import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from fadjma.domain import stock as rules
from fadjma.domain.errors import Conflict, Invalid

TODAY = date(2026, 11, 22)


def lot(days, on_hand, reserved=0, threshold=0, id=""):
    expires_on = TODAY + timedelta(days=days)
    return SimpleNamespace(id=id or days, expires_on=expires_on, on_hand=on_hand, reserved=reserved, threshold=threshold)


@pytest.mark.parametrize("name", ["Paracétamol", "PARACETAMOL", "  paracétamol ", "Parace\u0301tamol"])
def test_a_medication_is_matched_without_case_accents_or_spaces(name):
    assert rules.medication_key(name) == "paracetamol"


def test_inner_spaces_are_one():
    assert rules.medication_key("Acide   folique") == rules.medication_key("acide folique")


def test_the_lot_that_expires_first_is_taken_first():
    late, soon, middle = lot(90, 5), lot(10, 5), lot(30, 5)
    assert rules.allocate(12, [late, soon, middle], today=TODAY) == [(soon, 5), (middle, 5), (late, 2)]


def test_lots_of_one_date_are_taken_in_a_fixed_order():
    first, second = lot(10, 5, id="a"), lot(10, 5, id="b")
    assert rules.allocate(6, [second, first], today=TODAY) == [(first, 5), (second, 1)]


@pytest.mark.parametrize("days", [0, -1, -400])
def test_an_expired_lot_is_never_taken_nor_one_of_today(days):
    assert rules.allocate(1, [lot(days, 100)], today=TODAY) is None


def test_what_is_reserved_is_not_taken_again():
    assert rules.allocate(3, [lot(10, 5, reserved=3)], today=TODAY) is None
    assert rules.available(lot(10, 5, reserved=3)) == 2


def test_nothing_wanted_takes_nothing():
    assert rules.allocate(0, [], today=TODAY) == []


def test_what_there_is_of_it_is_drawn_in_the_same_order():
    late, soon = lot(90, 5), lot(10, 5)
    assert rules.draw(12, [late, soon], today=TODAY) == [(soon, 5), (late, 5)]


@pytest.mark.parametrize(
    ("days", "on_hand", "near"), [(1, 1, True), (60, 1, True), (61, 1, False), (0, 1, False), (5, 0, False)]
)
def test_a_lot_nears_its_end_sixty_days_before_while_something_is_left(days, on_hand, near):
    assert rules.is_near_expiry(lot(days, on_hand), today=TODAY) == near


@pytest.mark.parametrize(
    ("days", "on_hand", "low", "said"),
    [
        (0, 1, True, "outdated"),
        (0, 0, False, "ok"),
        (30, 1, True, "low"),
        (30, 1, False, "near"),
        (61, 1, False, "ok"),
    ],
)
def test_the_line_of_a_lot_says_what_presses_most(days, on_hand, low, said):
    item = lot(days, on_hand)
    item.low_told = low
    assert rules.standing(item, today=TODAY) == said


def test_however_lots_lie_exactly_what_is_wanted_is_taken_or_nothing():
    chance = random.Random(20261122)
    for _ in range(2_000):
        lots = [lot(chance.randint(-5, 60), held := chance.randint(0, 20), chance.randint(0, held)) for _ in range(6)]
        wanted = chance.randint(0, 60)
        good = [item for item in lots if item.expires_on > TODAY]
        taken = rules.allocate(wanted, lots, today=TODAY)
        if sum(map(rules.available, good)) < wanted:
            assert taken is None
            continue
        assert sum(units for _, units in taken) == wanted
        assert all(item in good and 0 < units <= rules.available(item) for item, units in taken)
        if taken:
            last = taken[-1][0].expires_on
            left = [item for item in good if item.expires_on < last and not any(item is got for got, _ in taken)]
            assert all(rules.available(item) == 0 for item in left)


def test_a_medication_is_low_by_all_its_good_lots_together():
    assert rules.is_low([lot(10, 4, threshold=10), lot(90, 6, threshold=10)], today=TODAY)
    assert not rules.is_low([lot(10, 4, threshold=10), lot(90, 7, threshold=10)], today=TODAY)
    assert rules.is_low([lot(10, 4, threshold=10), lot(-1, 100, threshold=10)], today=TODAY)
    assert not rules.is_low([lot(10, 1)], today=TODAY)
    assert rules.is_low([lot(10, 0)], today=TODAY)


@pytest.mark.parametrize(("by", "becomes"), [(5, 15), (-6, 4), (-1, 9)])
def test_an_adjustment_adds_or_takes(by, becomes):
    assert rules.adjusted(lot(10, 10, reserved=4), by) == becomes


@pytest.mark.parametrize(("by", "code"), [(-7, "below_reserved"), (-10, "below_reserved"), (-11, "more_than_there_is")])
def test_an_adjustment_never_takes_what_is_reserved_nor_what_is_not_there(by, code):
    with pytest.raises(Conflict) as refused:
        rules.adjusted(lot(10, 10, reserved=4), by)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("by", "code"),
    [
        (None, "required"),
        (0, "quantity_zero"),
        (1_000_001, "units_out_of_range"),
        (-1_000_001, "units_out_of_range"),
        (999_991, "units_out_of_range"),
    ],
)
def test_a_senseless_adjustment_is_named(by, code):
    with pytest.raises(Invalid) as refused:
        rules.adjusted(lot(10, 10), by)
    assert refused.value.errors == {"quantity": code}


def test_an_adjustment_says_why():
    assert rules.check_reason(" casse ") == "casse"
    for reason, code in (("", "required"), (None, "required"), ("x" * 301, "too_long")):
        with pytest.raises(Invalid) as refused:
            rules.check_reason(reason)
        assert refused.value.errors == {"reason": code}


RECEIPT = {"medication": "Salbutamol", "lot": "A1", "expires_on": TODAY + timedelta(days=1), "quantity": 1}


def test_a_receipt_that_says_everything_is_taken():
    rules.check_receipt(**RECEIPT, today=TODAY)
    rules.check_receipt(**RECEIPT | {"quantity": rules.MOST, "threshold": 0}, today=TODAY)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("medication", " ", "required"),
        ("medication", "x" * 121, "too_long"),
        ("lot", "", "required"),
        ("lot", "x" * 61, "too_long"),
        ("expires_on", None, "required"),
        ("expires_on", TODAY, "lot_expired"),
        ("quantity", None, "required"),
        ("quantity", 0, "units_out_of_range"),
        ("quantity", -5, "units_out_of_range"),
        ("quantity", 1_000_001, "units_out_of_range"),
        ("threshold", -1, "threshold_out_of_range"),
        ("threshold", 1_000_001, "threshold_out_of_range"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_named(field, value, code):
    with pytest.raises(Invalid) as refused:
        rules.check_receipt(**RECEIPT | {field: value}, today=TODAY)
    assert refused.value.errors == {field: code}
