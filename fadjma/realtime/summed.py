"""The counters of all processes as one registry: this process's, with what the others' leases say added."""

from collections import Counter as Tally


class Summed:
    """A registry whose counters also count what the other processes counted."""

    def __init__(self, registry, others):
        self.registry = registry
        self.others: Tally = Tally()
        for here in others:
            for name, labels, value in here["samples"]:
                self.others[name, tuple(sorted(labels.items()))] += value

    def collect(self):
        """Yield this process's families with the others' values added."""
        for family in self.registry.collect():
            family.samples = [
                sample._replace(value=sample.value + self.others.pop((sample.name, tuple(sorted(sample.labels.items()))), 0))
                for sample in family.samples
            ]
            names = {family.name + suffix for suffix in ("_total", "_bucket", "_count", "_sum")}
            for name, labels in [key for key in self.others if key[0] in names]:
                family.add_sample(name, dict(labels), self.others.pop((name, labels)))
            yield family
