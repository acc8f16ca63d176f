"""When a medication is taken: what counts as an amount, how it is written, and what is kept."""

import pytest

from fadjma.domain import posology


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", 0), (" ", 0), ("1", 1), ("2", 2), ("0,5", 0.5), ("0.5", 0.5), ("½", 0.5), ("1½", 1.5), ("1 ½", 1.5),
        ("1/2", 0.5), ("1 1/2", 1.5), ("un", -1), ("½½", -1), ("1½2", -1), ("0,5½", -1), ("1-0-1", -1), ("-1", -1),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert posology.amount(text) == amount


@pytest.mark.parametrize(("amount", "written"), [(1, "1"), (2.0, "2"), (0.5, "½"), (1.5, "1½"), (20, "20")])
def test_an_amount_is_written_as_by_hand(amount, written):
    assert posology.figure(amount) == written


@pytest.mark.parametrize("amount", [-0.5, 0.25, 1.1, 20.5, float("nan"), float("inf")])
def test_what_is_no_half_from_nought_to_twenty_is_named(amount):
    assert posology.problems({"morning": 1, "noon": amount}) == {"posology.noon": "amount_out_of_range"}


def test_what_is_taken_is_kept_in_the_days_order_and_nothing_is_none():
    kept = posology.kept({"night": 0.5, "noon": 0, "morning": 1.0, "evening": 20})
    assert list(kept.items()) == [("morning", 1), ("evening", 20), ("night", 0.5)] and isinstance(kept["morning"], int)
    assert posology.problems(kept) == posology.problems(None) == {}
    assert posology.kept(None) is posology.kept({}) is posology.kept({"noon": 0}) is None
