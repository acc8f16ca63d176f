"""A histogram that takes many equal observations at once: one broadcast is thousands of them."""

from bisect import bisect_left
from itertools import accumulate

from prometheus_client.core import HistogramMetricFamily
from prometheus_client.utils import floatToGoString

FOREVER = float("inf")


class Ages:
    """Seconds, counted in `buckets` (upper bounds); a collector for Prometheus."""

    def __init__(self, name, help, buckets, registry):
        self.name, self.help, self.bounds = name, help, (*buckets, FOREVER)
        self.counts, self.total = [0] * len(self.bounds), 0.0
        registry.register(self)

    def observe(self, seconds, many=1):
        """Count `many` observations of `seconds`."""
        self.counts[bisect_left(self.bounds, seconds)] += many
        self.total += seconds * many

    def collect(self):
        """Yield the histogram as it is now."""
        counts = zip(map(floatToGoString, self.bounds), accumulate(self.counts), strict=True)
        yield HistogramMetricFamily(self.name, self.help, buckets=list(counts), sum_value=self.total)
