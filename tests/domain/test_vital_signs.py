"""Plots of vital signs: every value inside its field, in the order of time, on round lines; a year of them as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadjma.domain.medical_records import VITAL_SIGNS
from fadjma.domain.plots import BOTTOM, LEFT, RIGHT, TOP, grid, plot
from fadjma.domain.vital_signs import DRAWN, courses, measured

START = datetime(2025, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ([130, 158], (130, 140, 150, 160)),
        ([80, 158], (80, 100, 120, 140, 160)),
        ([1.16, 1.82], (1, 1.5, 2)),
        ([36.8, 38.1], (36.5, 37, 37.5, 38, 38.5)),
        ([98, 98], (98, 99)),
        ([0.1, 0.1], (0.1, 0.2)),
    ],
)
def test_a_grid_has_round_lines_around_all_values(values, lines):
    found = grid(values)
    assert found == pytest.approx(lines)
    assert found[0] <= min(values) and max(values) <= found[-1]


measures = st.floats(0.1, 400).map(lambda value: round(value, 2))


@given(st.lists(st.tuples(st.integers(0, 3000), measures), min_size=1, max_size=40))
def test_every_value_is_inside_the_field_and_in_its_order(said):
    line = [(START + timedelta(days=days), value) for days, value in sorted(said)]
    drawn = plot([line])
    ((*points,),) = drawn.lines
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    heights = sorted((value, -y) for (_, value), (_, y) in zip(line, points, strict=True))
    assert [up for _, up in heights] == sorted(up for _, up in heights)
    assert 2 <= len(drawn.ticks) <= 5


def test_two_lines_share_one_scale_and_one_time():
    days = [START, START + timedelta(days=100), START + timedelta(days=200)]
    drawn = plot([list(zip(days, (160, 150, 140), strict=True)), list(zip(days[1:], (100, 80), strict=True))])
    upper, lower = drawn.lines
    assert (upper[0], upper[-1][0], lower[-1]) == ((LEFT, TOP), RIGHT, (RIGHT, BOTTOM))
    assert upper[1][0] == lower[0][0] == (LEFT + RIGHT) / 2
    assert (drawn.since, drawn.until) == (days[0], days[-1])


def test_what_was_measured_twice_is_drawn_and_what_was_measured_once_is_told():
    readings = [
        (START, {"systolic": 150, "diastolic": 90, "height": 164, "pulse": 80}),
        (START + timedelta(1), {"systolic": 140}),
    ]
    (pressure,) = courses(readings)
    assert (pressure.name, pressure.measures) == ("blood_pressure", ("systolic", "diastolic"))
    assert [len(line) for line in pressure.values] == [2, 1]
    assert measured(readings) == ["systolic", "diastolic", "pulse", "height"]
    assert courses([]) == [] and measured([]) == []


def test_every_measure_has_its_plot():
    assert sorted(name for names in DRAWN.values() for name in names) == sorted(VITAL_SIGNS)
