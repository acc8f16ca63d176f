"""Deadlines: when to look at a connection next, soonest first: what nothing happens to costs nothing."""

from heapq import heappop, heappush


class Deadlines:
    """Moments, in seconds, and the ids that were to be looked at then; whoever looks finds out whether that is still so."""

    def __init__(self):
        self._heap: list[tuple[float, str]] = []

    def add(self, at, sid):
        """Have `sid` looked at from moment `at` on."""
        heappush(self._heap, (at, sid))

    def due(self, now):
        """Yield the ids to look at now, each once a moment that was added."""
        while self._heap and self._heap[0][0] <= now:
            yield heappop(self._heap)[1]
