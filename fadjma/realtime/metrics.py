"""Metrics: connections and deliveries, for Prometheus and the admin's page; true over all processes."""

import random
from itertools import chain

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from ..domain.roles import Role
from .ages import Ages
from .history import History
from .recent import MINUTE, Rate, Recent
from .summed import Summed

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
FIVE_MINUTES = 300
disable_created_metrics()  # a second family for every counter, that nobody reads
SAMPLE = 200  # ages of deliveries that a process tells the others of


class Metrics:
    """The counters of one process; `presence` says who is connected to it, `leases` what the others say."""

    def __init__(self, presence, leases):
        self.presence, self.leases = presence, leases
        self.registry = registry = CollectorRegistry()
        self.messages = Counter("fadjma_messages_total", "Messages sent", ["event"], registry=registry)
        self.delivery = Ages("fadjma_delivery_seconds", "Commit to sent", BUCKETS, registry)
        self.ack = Ages("fadjma_ack_seconds", "Sent to acknowledged", BUCKETS, registry)
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
        self._messages, self._sent = Rate(), Recent(MINUTE)
        self._acks, self._handshakes = Recent(FIVE_MINUTES), Recent(FIVE_MINUTES)
        self.history = History(self)

    def sent(self, event, seconds, many=1):
        """Count `many` copies of a message, `seconds` after its fact was recorded; None: a replay."""
        self.messages.labels(event).inc(many)
        self._messages.add(many)
        if seconds is not None:
            self.delivery.observe(seconds, many)
            self._sent.add(seconds)

    def acknowledged(self, seconds):
        """Count one acknowledgement, `seconds` after sending."""
        self.ack.observe(seconds)
        self._acks.add(seconds)

    def handshake(self, *, resumed):
        """Count one handshake; `resumed`: the client was here before."""
        if resumed:
            self.reconnects.inc()
        self._handshakes.add(resumed)

    def figures(self):
        """Return what this process tells the others of itself, as JSON values."""
        handshakes, resumed = self._returns()
        return {
            "users": {role: sorted(map(str, ids)) for role, ids in self.presence.user_ids_by_role().items()},
            "connections": [[*labels, many] for labels, many in self.presence.connections_by().items()],
            "sent": self._messages.per_minute(),
            "handshakes": handshakes,
            "resumed": resumed,
            "ages": self._some_ages(),
            "samples": [[sample.name, sample.labels, sample.value] for sample in self._counted()],
        }

    def _returns(self):
        handshakes = self._handshakes.values()
        return len(handshakes), sum(handshakes)

    def _some_ages(self):
        ages = self._acks.values() or self._sent.values()
        return random.sample(ages, min(SAMPLE, len(ages)))

    # true over all processes

    def users_by_role(self):
        """Return {role: number of people connected}; somebody on two processes is one person."""
        here, others = self.presence.user_ids_by_role(), [figures["users"] for figures in self.leases.others()]
        return {role.value: _people(here.get(role, ()), [users.get(role, ()) for users in others]) for role in Role}

    def connections_by(self):
        """Return {(role, transport): number of connections}."""
        tally = self.presence.connections_by()
        for there in self.leases.others():
            for role, transport, many in there["connections"]:
                tally[role, transport] += many
        return tally

    def messages_per_minute(self):
        """Return how many messages left in the last minute."""
        return self._messages.per_minute() + sum(there["sent"] for there in self.leases.others())

    def reconnect_ratio(self):
        """Return the share of the last five minutes' handshakes that resumed, 0–1."""
        handshakes, resumed = self._returns()
        for there in self.leases.others():
            handshakes, resumed = handshakes + there["handshakes"], resumed + there["resumed"]
        return resumed / handshakes if handshakes else 0.0

    def latency(self):
        """Return (mean, p95) in seconds from sent to acknowledged over five minutes; from commit to sent if none."""
        ages = sorted(chain(self._some_ages(), *(there["ages"] for there in self.leases.others())))
        return (sum(ages) / len(ages), ages[min(len(ages) - 1, int(len(ages) * 0.95))]) if ages else (0.0, 0.0)

    def collect(self):
        """Yield what is true at the moment of asking."""
        users = GaugeMetricFamily("fadjma_connected_users", "People connected", labels=["role"])
        for role, many in self.users_by_role().items():
            users.add_metric([role], many)
        yield users
        connections = GaugeMetricFamily("fadjma_connections", "Connections", labels=["role", "transport"])
        for labels, many in self.connections_by().items():
            connections.add_metric([str(label) for label in labels], many)
        yield connections
        yield GaugeMetricFamily("fadjma_messages_per_minute", "Messages, last minute", value=self.messages_per_minute())
        yield GaugeMetricFamily("fadjma_reconnect_ratio", "Handshakes that resumed, 5 min", value=self.reconnect_ratio())

    def _counted(self):
        """Yield the samples of everything that only counts up, of this process."""
        counters = (self.messages, self.delivery, self.ack, self.reconnects, self.replayed, self.resyncs, self.refused,
                    self.slow, self.ended, self.requests)  # fmt: skip
        for counter in counters:
            for family in counter.collect():
                yield from family.samples

    def text(self):
        """Return everything in Prometheus's text form, bytes: counters summed over the processes."""
        return generate_latest(Summed(self.registry, self.leases.others()))


def _people(ids, elsewhere):
    """Return how many people those are: ids here, and lists of ids as text from the other processes."""
    return len({*map(str, ids)}.union(*elsewhere)) if elsewhere else len(ids)
