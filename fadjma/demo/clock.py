"""The clock of the demo: moments counted back from its making, and stories played in the order of time.

A story is a generator: it yields the moment of its next act, and acts when that moment is sent back to it. All are played
together, earliest moment first, so that numbers, ids and the audit trail follow time as they would have.
"""

import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Calendar:
    """Moments before `now`, and dates after it."""

    now: datetime

    def on(self, days, hour=9, minute=0):
        """Return a time of the day that many (≥ 1) days ago."""
        return (self.now - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)

    def ago(self, minutes):
        """Return the moment that many minutes ago."""
        return self.now - timedelta(minutes=minutes)

    def in_days(self, days):
        """Return the date that many days from today."""
        return self.now.date() + timedelta(days=days)


def play(stories):
    """Let every story act, each at its own moments, all in the order of time."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        at, number, story = heapq.heappop(waiting)
        following = _act(story, at)
        if following is not None:
            if following < at:
                raise ValueError(f"after {at}, a story goes back to {following}")
            heapq.heappush(waiting, (following, number, story))


def _act(story, at):
    """Resume `story` at its moment; return the moment of its next act, None after its last."""
    try:
        return story.send(at)
    except StopIteration:
        return None
