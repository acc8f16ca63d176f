"""The report: every figure as a line of a table, with the ratio to Node and how its goal stands; the same as JSON."""

import json
from pathlib import Path

from .goals import GOALS

OURS, NODE = "FADJMA", "Node"
RESULTS = Path(__file__).parent / "results"


def number(value):
    """Return a value with three figures that mean something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def line(figure):
    """Return the lines of one figure: what it is, each side's median, the ratios with their quartiles, the goal."""
    medians = "   ".join(f"{side} {number(figure.median(side))}" for side in figure.values)
    lines = [f"{figure.what}, {figure.unit}", f"    {medians}"]
    for side in figure.values:
        if side != NODE and (found := figure.ratio(side, NODE)):
            median, low, high = found
            lines.append(f"    {side} ÷ {NODE}: {median:.2f} [{low:.2f}–{high:.2f}]")
    if verdict := goal(figure):
        lines.append(f"    goal: {verdict['says']}: {verdict['verdict']}")
    return "\n".join(lines)


def goal(figure):
    """Return {says, value, verdict} of the goal that a figure is held against, or None."""
    held = GOALS.get(figure.key)
    value = held and held.measured(figure, OURS, NODE)
    if value is None:
        return None
    unit = f"× {NODE}" if held.ratio else figure.unit
    return {"says": f"at most {held.most:g} {unit}", "value": value, "verdict": held.verdict(value)}


def as_json(figures, surroundings):
    """Return everything as JSON values."""
    return {
        **surroundings,
        "figures": [figure.as_json() | {"ratios": _ratios(figure), "goal": goal(figure)} for figure in figures],
    }


def _ratios(figure):
    found = {side: figure.ratio(side, NODE) for side in figure.values if side != NODE}
    names = ("median", "low", "high")
    return {side: dict(zip(names, ratio, strict=True)) for side, ratio in found.items() if ratio}


def keep(figures, surroundings):
    """Write the results; return where."""
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / "latest.json"
    place.write_text(json.dumps(as_json(figures, surroundings), indent=1, ensure_ascii=False) + "\n")
    return place
