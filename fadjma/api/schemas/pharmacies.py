"""Pharmacies: where they are, and whether they have what one needs."""

from uuid import UUID

from pydantic import Field

from ...domain.stock import medication_key
from . import Answer, Query, hidden


class Sought(Query):
    """Part of a name or town, and the medications one needs."""

    q: str = ""
    medication: list[str] = Field(default_factory=list)


class Pharmacy(Answer):
    """One pharmacy; `on_duty`, now or tonight; `available` says of each medication asked for whether it is there."""

    id: UUID
    name: str
    town: str
    phone: str
    on_duty: bool
    available: dict[str, bool] = hidden()

    @classmethod
    def of(cls, row, medications, units, on_duty):
        own = {name: getattr(row, name) for name in ("id", "name", "town", "phone")}
        own["on_duty"] = row.id in on_duty
        if medications:
            own["available"] = {name: units.get((row.id, medication_key(name)), 0) > 0 for name in medications}
        return cls(**own)
