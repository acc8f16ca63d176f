"""Figures: what was measured, round by round, and the arithmetic of ratios."""

import statistics
from dataclasses import dataclass, field


def quantile(values, share):
    """Return the value below which `share` of `values` lie."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


@dataclass
class Figure:
    """One thing measured of several sides. `values`: {side: one value a round}, rounds in the same order on every side."""

    key: str  # "broadcast-1000": the goals speak of it by this name
    what: str
    unit: str
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, side, value):
        """Note the value of one more round."""
        self.values.setdefault(side, []).append(value)

    def median(self, side):
        """Return the median of a side's rounds."""
        return statistics.median(self.values[side])

    def ratios(self, side, to):
        """Return the ratio to `to` of each round: rounds lie side by side, so what slows the machine slows both."""
        return [one / other for one, other in zip(self.values[side], self.values[to], strict=False) if other > 0]

    def ratio(self, side, to):
        """Return (median, lower quartile, upper quartile) of the paired ratios, or None without any."""
        if side not in self.values or to not in self.values or not (found := self.ratios(side, to)):
            return None
        return statistics.median(found), quantile(found, 0.25), quantile(found, 0.75)

    def as_json(self):
        """Return it as JSON values."""
        return {"key": self.key, "what": self.what, "unit": self.unit, "values": self.values}
