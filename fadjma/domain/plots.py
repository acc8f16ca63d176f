"""Plots of measures over time: where each value, each line of the grid and each date stands, in plain numbers."""

import math
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 40, 332, 10, 122  # of the field the lines are in; around it stand figures and dates
GAPS = 4  # between the lines of a grid, at most


@dataclass(frozen=True)
class Plot:
    """One field: `lines` of (x, y), oldest first; `ticks` of (y, value), lowest first; the moments at its two ends."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    ticks: tuple[tuple[float, float], ...]
    since: datetime
    until: datetime


def plot(lines):
    """Return the Plot of one or more `lines`, each of (moment, value) in the order of time, on one common scale.

    There is at least one value. One moment alone stands in the middle.
    """
    moments = [moment for line in lines for moment, _ in line]
    scale = grid([value for line in lines for _, value in line])
    since, until = min(moments), max(moments)

    def place(moment, value):
        gone = (moment - since) / (until - since) if until > since else 0.5
        return round(LEFT + gone * (RIGHT - LEFT), 1), _height(value, scale)

    drawn = tuple(tuple(place(*measured) for measured in line) for line in lines)
    return Plot(drawn, tuple((_height(value, scale), value) for value in scale), since, until)


def _height(value, scale):
    return round(BOTTOM - (value - scale[0]) / (scale[-1] - scale[0]) * (BOTTOM - TOP), 1)


def grid(values):
    """Return round numbers at equal steps around all `values`: two to five of them, 1, 2 or 5 (times ten) apart."""
    least, most = min(values), max(values)
    step = _step((most - least) / GAPS or max(abs(most) / 100, 0.1))
    while (upper := math.ceil(most / step - 1e-9)) - (lower := math.floor(least / step + 1e-9)) > GAPS:
        step = _step(step * 1.01)
    upper = max(upper, lower + 1)
    return tuple(round(step * number, 6) for number in range(lower, upper + 1))


def _step(least):
    """Return the smallest of 1, 2 and 5, times a power of ten, that is at least `least`."""
    power = 10 ** math.floor(math.log10(least))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= least * (1 - 1e-9))
