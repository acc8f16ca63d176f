"""The metrics as JSON: the names of /metrics, each with its figure, or one figure for each of its labels."""

from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from pydantic import Field

from . import Answer

PREFIX = "fadjma_"
UNSAID = ("_bucket", "_created")  # of every histogram; how many and how long in all says enough here


class Latency(Answer):
    """Seconds from sent to acknowledged in the last five minutes; from commit to sent where nobody acknowledged."""

    mean: float
    p95: float


class Metrics(Answer):
    """The figures of now, over all processes; counts are since each process began."""

    latency_seconds: Latency
    fadjma_connected_users: dict[str, int]
    fadjma_connections: dict[str, dict[str, int]]
    fadjma_messages_total: dict[str, int]
    fadjma_messages_per_minute: float
    fadjma_delivery_seconds: dict[str, float] = Field(description="sum and count")
    fadjma_ack_seconds: dict[str, float] = Field(description="sum and count")
    fadjma_reconnects_total: int
    fadjma_reconnect_ratio: float
    fadjma_replayed_total: int
    fadjma_resyncs_total: int
    fadjma_refused_connections_total: dict[str, int]
    fadjma_slow_clients_closed_total: int
    fadjma_sessions_ended_total: dict[str, int]
    fadjma_degraded: int

    @classmethod
    def of(cls, metrics):
        mean, p95 = metrics.latency()
        told: dict[str, Any] = {name: {} for name, field in cls.model_fields.items() if "dict" in str(field.annotation)}
        for family in text_string_to_metric_families(metrics.text().decode()):
            for sample in family.samples:
                _tell(told, sample)
        figures = {name: figure for name, figure in told.items() if name in cls.model_fields}
        return cls(latency_seconds=Latency(mean=mean, p95=p95), **figures)


def _tell(told, sample):
    """Put a sample's value at its name, below its labels."""
    if not sample.name.startswith(PREFIX) or sample.name.endswith(UNSAID):
        return
    path = [sample.name, *sample.labels.values()]
    if sample.name.endswith(("_sum", "_count")):
        path = [*sample.name.rsplit("_", 1)]
    *above, last = path
    for part in above:
        told = told.setdefault(part, {})
    told[last] = sample.value
