"""The report: every figure with its ratio to Node and how its goal stands, as lines, as a table, as JSON."""

from .goals import GOALS

OURS, NODE = "FADJMA", "Node"


def number(value):
    """Return a value with three figures that mean something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def lines(figure):
    """Return the lines of one figure: what it is, each side's median, the ratios with their quartiles, the goal."""
    medians = "   ".join(f"{side} {number(figure.median(side))}" for side in figure.values)
    found = [f"{figure.what}, {figure.unit}", f"    {medians}"]
    for side in figure.values:
        if side != NODE and (ratio := figure.ratio(side, NODE)):
            found.append(f"    {side} ÷ {NODE}: {spread(ratio)}")
    if held := goal(figure):
        found.append(f"    goal: {held['says']}: {held['verdict']}")
    return "\n".join(found)


def spread(ratio):
    """Return (median, lower, upper quartile) in words."""
    return "{:.2f} [{:.2f}–{:.2f}]".format(*ratio)


def goal(figure):
    """Return {says, value, verdict} of the goal that a figure is held against, or None."""
    held = GOALS.get(figure.key)
    value = held and held.measured(figure, OURS, NODE)
    if value is None:
        return None
    unit = f"× {NODE}" if held.ratio else figure.unit
    return {"says": f"≤ {held.most:g} {unit}", "value": value, "verdict": held.verdict(value)}


def table(figures):
    """Return the figures that have a goal or a peer as a table in Markdown."""
    sides = [side for side in dict.fromkeys(side for figure in figures for side in figure.values) if side != OURS]
    sides = [side for side in sides if any(figure.ratio(side, NODE) for figure in figures)]
    rows = [["", OURS, *sides, f"{OURS} ÷ {NODE} [quartiles]", "goal", ""]]
    rows += [_row(figure, sides) for figure in figures if OURS in figure.values and (goal(figure) or NODE in figure.values)]
    text = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([text[0], "|---" * len(rows[0]) + "|", *text[1:]])


def _row(figure, sides):
    cells = [number(figure.median(side)) if side in figure.values else "" for side in (OURS, *sides)]
    ratio, held = figure.ratio(OURS, NODE), goal(figure)
    verdict = [held["says"], held["verdict"]] if held else ["", ""]
    return [f"{figure.what}, {figure.unit}", *cells, spread(ratio) if ratio else "", *verdict]


def as_json(figures, surroundings):
    """Return everything as JSON values."""
    return surroundings | {"figures": [figure.as_json() | _judged(figure) for figure in figures]}


def _judged(figure):
    names, found = ("median", "low", "high"), {}
    for side in figure.values:
        if side != NODE and (ratio := figure.ratio(side, NODE)):
            found[side] = dict(zip(names, ratio, strict=True))
    return {"ratios": found, "goal": goal(figure)}
