"""What happened lately, for figures of the last minutes."""

from collections import deque
from time import monotonic

MINUTE = 60
MOST = 5_000  # values remembered one by one


class Recent:
    """What happened in the last `seconds`: (when, value), oldest first, the newest MOST of it."""

    def __init__(self, seconds):
        self.seconds = seconds
        self._values: deque[tuple[float, float]] = deque(maxlen=MOST)

    def add(self, value):
        """Note a value now."""
        self._values.append((monotonic(), value))
        self._forget()

    def values(self):
        """Return what is not yet forgotten."""
        self._forget()
        return [value for _, value in self._values]

    def _forget(self):
        while self._values and self._values[0][0] < monotonic() - self.seconds:
            self._values.popleft()


class Rate:
    """How often something happened in the last minute, counted second by second: cheap, however often it is."""

    def __init__(self):
        self._seconds: deque[list[int]] = deque(maxlen=MINUTE)

    def add(self, many=1):
        """Count `many` now."""
        now = int(monotonic())
        if not self._seconds or self._seconds[-1][0] != now:
            self._seconds.append([now, 0])
        self._seconds[-1][1] += many

    def per_minute(self):
        """Return how many there were in the last minute."""
        since = int(monotonic()) - MINUTE
        return sum(many for second, many in self._seconds if second > since)
