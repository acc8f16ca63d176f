"""Vital signs over time: which measures are drawn together, and what there is of each."""

from dataclasses import dataclass
from datetime import datetime

from .plots import Plot, plot

DRAWN = {
    "blood_pressure": ("systolic", "diastolic"),
    "pulse": ("pulse",),
    "glycaemia": ("glycaemia",),
    "weight": ("weight",),
    "temperature": ("temperature",),
    "spo2": ("spo2",),
    "height": ("height",),
}  # plot → the measures on it


@dataclass(frozen=True)
class Course:
    """One plot: its name, the measures on it, their values by line, (moment, value) in the order of time."""

    name: str
    measures: tuple[str, ...]
    values: tuple[tuple[tuple[datetime, float], ...], ...]
    plot: Plot


def courses(readings):
    """Return the Course of everything that was measured at least twice in `readings`, (moment, data) oldest first."""
    return [course for name, measures in DRAWN.items() if (course := _course(name, measures, readings))]


def _course(name, measures, readings):
    lines = {measure: tuple((at, data[measure]) for at, data in readings if measure in data) for measure in measures}
    known = {measure: line for measure, line in lines.items() if line}
    if max(map(len, lines.values())) < 2:
        return None
    return Course(name, tuple(known), tuple(known.values()), plot(tuple(known.values())))


def measured(readings):
    """Return the measures that stand in at least one of `readings`, in the order they are drawn."""
    return [one for measures in DRAWN.values() for one in measures if any(one in data for _, data in readings)]
