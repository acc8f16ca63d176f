"""The last fifteen minutes of the live connections, as the admin's page plots them: one sample every ten seconds."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from ..models.types import utcnow

PAUSE = 10  # seconds between samples
KEPT = 90  # samples


@dataclass(frozen=True)
class Sample:
    """How it was at one moment: people connected, messages in the minute before, 95th percentile of latency in ms;
    of a hundred handshakes of the last five minutes, how many came back."""

    at: datetime
    people: int
    messages: int
    p95_ms: float
    returns: int


class History:
    """The samples, oldest first."""

    def __init__(self, metrics):
        self.metrics = metrics
        self.samples: deque[Sample] = deque(maxlen=KEPT)

    def take(self):
        """Take a sample of now."""
        people, messages = sum(self.metrics.users_by_role().values()), self.metrics.messages_per_minute()
        p95_ms, returns = round(self.metrics.latency()[1] * 1000, 1), round(self.metrics.reconnect_ratio() * 100)
        self.samples.append(Sample(utcnow(), people, messages, p95_ms, returns))
