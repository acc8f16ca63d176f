"""Breath: what comes to a quiet crowd goes out at once, and what comes close behind waits as long as telling it took."""

from types import SimpleNamespace

import pytest

from fadjma.realtime import breath
from fadjma.realtime.breath import CROWD, LONGEST, Breath


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(breath.time, "monotonic", lambda: clock.now)
    return clock


def test_a_quiet_stream_waits_for_nothing(clock):
    assert Breath().left("patients") <= 0


@pytest.mark.parametrize(("took", "rests"), [(0.01, 0.01), (3.0, LONGEST)])
def test_a_crowd_rests_as_long_as_it_was_told_and_no_longer_than_a_moment(clock, took, rests):
    one = Breath()
    clock.now += took
    one.taken("patients", clock.now - took, CROWD)
    assert one.left("patients") == pytest.approx(rests)
    assert one.left("doctors") <= 0
    clock.now += rests + 0.001
    assert one.left("patients") <= 0


def test_a_few_never_wait(clock):
    one = Breath()
    one.taken("patients", clock.now - 1, CROWD)
    one.taken("patients", clock.now - 1, CROWD - 1)
    assert one.left("patients") <= 0
