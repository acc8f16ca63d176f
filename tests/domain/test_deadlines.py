"""What time does to an ordonnance, in every state, to the second."""

from datetime import timedelta

import pytest

from fadjma.domain import deadlines as rules
from fadjma.domain.prescriptions import Status
from tests.domain.ordonnances import DELIVERED, NONE, NOT, NOW, TWO, held, line, ordonnance


@pytest.mark.parametrize("state", Status)
def test_only_an_unclaimed_one_expires_and_not_a_second_early(state):
    assert rules.has_expired(ordonnance(state, valid_until=NOW), NOW) == (state == Status.ISSUED)
    assert not rules.has_expired(ordonnance(state, valid_until=NOW + timedelta(seconds=1)), NOW)


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
