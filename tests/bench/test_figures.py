"""The arithmetic of a benchmark: quantiles, paired ratios, goals, the table and the picture."""

import xml.etree.ElementTree as ElementTree

import pytest

from bench import plot, report
from bench.field import rounds
from bench.figures import Figure, quantile
from bench.goals import GOALS, Goal


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.25, 26), (0.5, 51), (0.95, 96), (0.99, 100), (1, 101)])
def test_a_quantile_is_one_of_the_values(share, expected):
    assert quantile(range(101, 0, -1), share) == expected


def test_a_ratio_pairs_the_rounds_so_that_a_slow_machine_slows_both_sides():
    figure = Figure("x", "x", "ms", {"FADJMA": [5, 50, 500], "Node": [10, 100, 1000]})
    assert figure.ratio("FADJMA", "Node") == (0.5, 0.5, 0.5)


def test_a_ratio_says_how_far_its_rounds_lie_apart():
    figure = Figure("x", "x", "ms", {"FADJMA": [1, 2, 3, 4, 5], "Node": [10] * 5})
    assert figure.ratio("FADJMA", "Node") == (0.3, 0.2, 0.4)


@pytest.mark.parametrize("values", [{"FADJMA": [1]}, {"Node": [1]}, {"FADJMA": [1], "Node": [0]}])
def test_without_a_pair_there_is_no_ratio(values):
    assert Figure("x", "x", "ms", values).ratio("FADJMA", "Node") is None


@pytest.mark.parametrize(("value", "verdict"), [(0.5, "beyond"), (0.6, "met"), (0.65, "met"), (0.66, "not met")])
def test_a_goal_is_met_or_not_or_more_than_met(value, verdict):
    assert Goal(0.65, 0.5).verdict(value) == verdict


def test_a_goal_is_held_against_the_ratio_or_the_value():
    figure = Figure("x", "x", "ms", {"FADJMA": [6], "Node": [3]})
    assert Goal(1).measured(figure, "FADJMA", "Node") == 2
    assert Goal(1, ratio=False).measured(figure, "FADJMA", "Node") == 6


def test_rounds_go_there_and_back():
    assert [side for _, side in rounds(["a", "b", "c"], 2)] == ["a", "b", "c", "c", "b", "a"]


BURST = Figure("burst", "a burst", "µs", {"FADJMA": [2.0], "Node": [20.0], "floor": [1.0]})


def test_the_table_has_a_line_for_each_figure_with_ratio_and_goal():
    row = report.table([BURST]).splitlines()[2]
    assert row == "| a burst, µs | 2.00 | 20.0 | 1.00 | 0.10 [0.10–0.10] | ≤ 0.2 × Node | beyond |"


def test_the_picture_is_xml_and_places_every_point_inside():
    picture = plot.draw([BURST], "2 cores & Node <20>")
    drawn = ElementTree.fromstring(picture)
    points = [float(point.get("cx")) for point in drawn.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(points) == 4  # two of them explain the others
    assert all(0 < x < plot.WIDTH for x in points)


def test_every_headline_of_the_picture_is_a_figure_with_a_name_of_its_own():
    assert set(plot.HEADLINES) - set(GOALS) <= {"broadcast-100"}
