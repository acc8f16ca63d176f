"""For how long « all are read » may be taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from fadjma.domain.errors import Conflict
from fadjma.domain.notifications import OFFERED, TAKEN, take_back

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def test_it_may_be_taken_back_for_longer_than_is_offered():
    assert timedelta(seconds=10) == OFFERED < TAKEN
    for late in (timedelta(), OFFERED, TAKEN):
        take_back(NOW, now=NOW + late)


def test_it_may_not_be_taken_back_later():
    with pytest.raises(Conflict) as refused:
        take_back(NOW, now=NOW + TAKEN + timedelta(seconds=1))
    assert refused.value.code == "too_late_to_undo"
