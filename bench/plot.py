"""The picture of a run: a line for each headline, on it each side as a ratio to Node; readable in light and dark."""

import math
from pathlib import Path

from jinja2 import Environment

from .goals import GOALS
from .report import NODE, OURS

TEMPLATE = Path(__file__).with_name("plot.svg.jinja")
HEADLINES = {
    "broadcast-100": "CPU a message, 100 sockets",
    "broadcast-1000": "CPU a message, 1,000 sockets",
    "broadcast-4000": "CPU a message, 4,000 sockets",
    "burst": "CPU a message, ten at once",
    "connect": "CPU a connect",
    "memory": "memory a connection",
    "idle": "CPU of 1,000 who idle",
    "page": "CPU a dashboard, 30 records",
}
LEAST, MOST = 0.03, 10  # times Node
LEFT, RIGHT, TOP, ROW, WIDTH = 216, 24, 64, 36, 760
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


def place(ratio):
    """Return where a ratio stands, in pixels from the left; what is beyond the edge stands on it."""
    bounded = min(max(ratio, LEAST), MOST)
    share = math.log(bounded / LEAST) / math.log(MOST / LEAST)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def rows(figures):
    """Return a row for each headline that was measured: its words, where its goal is, and its points."""
    found = []
    for figure in figures:
        ratios = {side: figure.ratio(side, NODE) for side in figure.values if side != NODE}
        if figure.key not in HEADLINES or not ratios.get(OURS):
            continue
        goal = GOALS.get(figure.key)
        points = [_point(side, *ratio) for side, ratio in ratios.items() if ratio]
        at = TOP + 40 + len(found) * ROW
        held = place(goal.most) if goal and goal.ratio else None
        found.append({"words": HEADLINES[figure.key], "y": at, "goal": held, "points": points})
    return found


def _point(side, median, low, high):
    kind = "ours" if side == OURS else "other"
    edges = {"x": place(median), "low": place(low), "high": place(high)}
    return edges | {"side": side, "kind": kind, "says": f"{median:.2f}"}


def draw(figures, caption):
    """Return the picture as SVG."""
    found = rows(figures)
    ticks = [(place(tick), f"{tick:g}") for tick in TICKS]
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(TEMPLATE.read_text())
    edges = {"width": WIDTH, "height": TOP + 40 + len(found) * ROW + 36, "top": TOP, "left": LEFT, "right": WIDTH - RIGHT}
    return template.render(rows=found, ticks=ticks, caption=caption, one=place(1), node=NODE, ours=OURS, **edges)
