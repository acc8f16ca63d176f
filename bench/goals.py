"""The goals: what each figure may be at most, and what would be more than asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Ours may be at most `most`: times Node's where `ratio`, else in the figure's own unit."""

    most: float
    beyond: float | None = None
    ratio: bool = True

    def measured(self, figure, ours, node):
        """Return the value that is held against the goal, or None where it was not measured."""
        if self.ratio:
            found = figure.ratio(ours, node)
            return found[0] if found else None
        return figure.median(ours) if ours in figure.values else None

    def verdict(self, value):
        """Return how `value` stands."""
        if self.beyond is not None and value <= self.beyond:
            return "beyond"
        return "met" if value <= self.most else "not met"


ROLES = ("patient", "doctor", "pharmacist", "admin")
GOALS = {
    "broadcast-1000": Goal(0.65, 0.5),
    "broadcast-4000": Goal(0.65, 0.5),
    "burst": Goal(0.2, 0.1),
    "memory": Goal(8, 5, ratio=False),
    "connect": Goal(1, 0.7),
    "idle": Goal(0.15, 0.08),
    "act-p95": Goal(15, 8, ratio=False),
    "page": Goal(2, 1.2),
    "page-queries": Goal(8, ratio=False),
    "replay-last": Goal(2, 1, ratio=False),
    "replay-others-p99": Goal(100, ratio=False),
    "growth-cpu": Goal(1.2, ratio=False),
    "growth-memory": Goal(1.2, ratio=False),
    "growth-journal": Goal(1.2, ratio=False),
    **{f"phone-shows-{role}": Goal(2.0, ratio=False) for role in ROLES},
    **{f"phone-obeys-{role}": Goal(2.5, ratio=False) for role in ROLES},
    **{f"first-load-{role}": Goal(60_000 / 1024, ratio=False) for role in ROLES},
}
