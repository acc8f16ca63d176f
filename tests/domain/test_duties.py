"""The roster: what a duty may be, and when « tonight » ends."""

from datetime import UTC, datetime, timedelta

import pytest

from fadjma.domain import duties as rules
from fadjma.domain.errors import Invalid

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
NIGHT = {"pharmacy_id": 1, "starts_at": NOW.replace(hour=20), "ends_at": NOW.replace(hour=20) + timedelta(hours=12)}


def test_a_night_is_a_duty():
    rules.check(**NIGHT, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"pharmacy_id": None}, {"pharmacy_id": "required"}),
        ({"starts_at": None, "ends_at": None}, {"starts_at": "required", "ends_at": "required"}),
        ({"ends_at": NIGHT["starts_at"]}, {"ends_at": "ends_before_it_starts"}),
        ({"starts_at": NOW - timedelta(days=1), "ends_at": NOW}, {"ends_at": "in_the_past"}),
        ({"ends_at": NIGHT["starts_at"] + timedelta(days=9)}, {"ends_at": "duty_too_long"}),
        (
            {"starts_at": NOW + timedelta(days=401), "ends_at": NOW + timedelta(days=402)},
            {"starts_at": "too_far_ahead"},
        ),
    ],
)
def test_what_is_wrong_with_a_duty_is_named(wrong, errors):
    with pytest.raises(Invalid) as refused:
        rules.check(**NIGHT | wrong, now=NOW)
    assert refused.value.errors == errors


@pytest.mark.parametrize(("hour", "day"), [(0, 22), (7, 22), (8, 23), (15, 23), (23, 23)])
def test_tonight_ends_at_eight_in_the_morning(hour, day):
    now = NOW.replace(hour=hour, minute=0)
    assert rules.night(now) == (now, NOW.replace(day=day, hour=8, minute=0))
