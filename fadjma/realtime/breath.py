"""Breath: a crowd that was told something is left alone for as long as that took, and hears together what came meanwhile.

So what comes to a quiet stream goes out at once, a flood of single acts becomes few writes, and telling a crowd never takes
more than about half of the time.
"""

import time

CROWD = 250  # from so many on
LONGEST = 0.05  # seconds


class Breath:
    """When each stream's crowd may be told again."""

    def __init__(self):
        self._until: dict[str, float] = {}

    def left(self, stream):
        """Return how many seconds the crowd of `stream` is still left alone; 0 or less: it may be told."""
        return self._until.get(stream, 0.0) - time.monotonic()

    def taken(self, stream, began, many):
        """Note that `many` were told of `stream` since `began`, on the monotonic clock."""
        now = time.monotonic()
        if many >= CROWD:
            self._until[stream] = now + min(now - began, LONGEST)
        else:
            self._until.pop(stream, None)
