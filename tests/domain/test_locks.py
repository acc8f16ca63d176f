"""The lock of a shared phone: what a PIN may be, and when a session is locked."""

from datetime import UTC, datetime, timedelta

import pytest

from fadjma.domain import locks

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("4071", None), ("40712", None), ("407128", None), ("1213", None), ("", "pin_wrong_form"), ("407", "pin_wrong_form"),
        ("4071283", "pin_wrong_form"), ("40a1", "pin_wrong_form"), ("٤٠٧١", "pin_wrong_form"), (" 4071", "pin_wrong_form"),
        ("0000", "pin_easy"), ("1234", "pin_easy"), ("987654", "pin_easy"),
    ],
)  # fmt: skip
def test_a_pin_is_four_to_six_digits_that_are_not_guessed_first(pin, problem):
    assert locks.pin_problem(pin) == problem


@pytest.mark.parametrize("minutes", locks.MINUTES)
def test_a_page_that_nobody_touches_locks_after_its_minutes_and_one_beat(minutes):
    def locked(seconds, **changed):
        state = {"locked_at": None, "active_at": NOW, "has_pin": True, "minutes": minutes} | changed
        return locks.is_locked(**state, now=NOW + timedelta(seconds=seconds))

    assert not locked(minutes * 60) and not locked(minutes * 75 - 1) and locked(minutes * 75)
    assert not locked(10**6, has_pin=False) and not locked(10**6, active_at=None)  # a program has no screen
    assert locked(0, locked_at=NOW, has_pin=False)
