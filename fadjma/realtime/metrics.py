"""Metrics: what this process knows of its connections and deliveries, for Prometheus and the admin's page."""

from collections import deque
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MINUTE, FIVE_MINUTES = 60, 300


class Metrics:
    """The counters of one process; `presence` says who is connected."""

    def __init__(self, presence):
        self.presence = presence
        self.registry = registry = CollectorRegistry()
        self.messages = Counter("fadjma_messages_total", "Messages sent", ["event"], registry=registry)
        self.delivery = Histogram("fadjma_delivery_seconds", "Commit to sent", buckets=BUCKETS, registry=registry)
        self.ack = Histogram("fadjma_ack_seconds", "Sent to acknowledged", buckets=BUCKETS, registry=registry)
        self.reconnects = Counter("fadjma_reconnects_total", "Handshakes that resumed", registry=registry)
        self.replayed = Counter("fadjma_replayed_total", "Events sent again from the journal", registry=registry)
        self.resyncs = Counter("fadjma_resyncs_total", "Pages told to fetch themselves again", registry=registry)
        self.refused = Counter("fadjma_refused_connections_total", "Handshakes refused", ["code"], registry=registry)
        self.slow = Counter("fadjma_slow_clients_closed_total", "Connections closed without progress", registry=registry)
        self.ended = Counter("fadjma_sessions_ended_total", "Connections ended by us", ["reason"], registry=registry)
        self.degraded = Gauge("fadjma_degraded", "1 while Redis cannot be reached", registry=registry)
        self.requests = Histogram(
            "fadjma_http_request_seconds", "Answers", ["method", "route", "status"], buckets=BUCKETS, registry=registry
        )
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        registry.register(self)
        self._sent: deque[tuple[float, float]] = deque()  # (when, seconds from commit) of the last minute
        self._acks: deque[tuple[float, float]] = deque()
        self._handshakes: deque[tuple[float, bool]] = deque()

    def sent(self, event, seconds):
        """Count one message, `seconds` after its fact was recorded."""
        self.messages.labels(event).inc()
        self.delivery.observe(seconds)
        self._sent.append((monotonic(), seconds))
        _forget(self._sent, MINUTE)

    def acknowledged(self, seconds):
        """Count one acknowledgement, `seconds` after sending."""
        self.ack.observe(seconds)
        self._acks.append((monotonic(), seconds))
        _forget(self._acks, FIVE_MINUTES)

    def handshake(self, *, resumed):
        """Count one handshake; `resumed`: the client was here before."""
        if resumed:
            self.reconnects.inc()
        self._handshakes.append((monotonic(), resumed))
        _forget(self._handshakes, FIVE_MINUTES)

    def messages_per_minute(self):
        """Return how many messages left in the last minute."""
        _forget(self._sent, MINUTE)
        return len(self._sent)

    def reconnect_ratio(self):
        """Return the share of the last five minutes' handshakes that resumed, 0–1."""
        _forget(self._handshakes, FIVE_MINUTES)
        return sum(resumed for _, resumed in self._handshakes) / len(self._handshakes) if self._handshakes else 0.0

    def latency(self):
        """Return (mean, p95) in seconds from sent to acknowledged over five minutes; from commit to sent if none."""
        _forget(self._acks, FIVE_MINUTES)
        _forget(self._sent, MINUTE)
        ages = sorted(age for _, age in (self._acks or self._sent))
        return (sum(ages) / len(ages), ages[int(len(ages) * 0.95) - (len(ages) > 1)]) if ages else (0.0, 0.0)

    def collect(self):
        """Yield what is true at the moment of asking."""
        users = GaugeMetricFamily("fadjma_connected_users", "People connected", labels=["role"])
        for role in ("patient", "doctor", "pharmacist", "admin"):
            users.add_metric([role], self.presence.users_by_role()[role])
        yield users
        connections = GaugeMetricFamily("fadjma_connections", "Connections", labels=["role", "transport"])
        for labels, many in self.presence.connections_by().items():
            connections.add_metric([str(label) for label in labels], many)
        yield connections
        yield GaugeMetricFamily("fadjma_messages_per_minute", "Messages, last minute", value=self.messages_per_minute())
        yield GaugeMetricFamily("fadjma_reconnect_ratio", "Handshakes that resumed, 5 min", value=self.reconnect_ratio())

    def text(self):
        """Return everything in Prometheus's text form, bytes."""
        return generate_latest(self.registry)


def _forget(recent, seconds):
    while recent and recent[0][0] < monotonic() - seconds:
        recent.popleft()
