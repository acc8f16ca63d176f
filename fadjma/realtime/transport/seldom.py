"""Complaints that a stranger could cause by the thousand: one a second is written, and how many were not."""

from time import monotonic


class Seldom:
    """Writes tracebacks to `log`, at most one every `pause` seconds."""

    def __init__(self, log, pause=1.0):
        self.log, self.pause = log, pause
        self.next, self.held_back = 0.0, 0

    def exception(self, text, *values):
        """Log the exception being handled, unless one was logged just now."""
        if monotonic() < self.next:
            self.held_back += 1
            return
        self.next = monotonic() + self.pause
        self.log.exception(f"{text} (%d more were not written)", *values, self.held_back)
        self.held_back = 0
