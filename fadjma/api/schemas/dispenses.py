"""What was handed over at a counter, and what was taken back."""

from datetime import datetime
from uuid import UUID

from . import Answer
from .people import Place


class Dispense(Answer):
    """What was handed over of one line; a negative quantity takes back the record `reverses`."""

    id: UUID
    line_id: UUID
    pharmacy: Place
    lot: str
    quantity: int
    substitute: str
    reason: str
    reverses: UUID | None
    at: datetime

    @classmethod
    def of(cls, row):
        own = {name: getattr(row, name) for name in ("id", "line_id", "quantity", "substitute", "reason", "at")}
        return cls(pharmacy=Place.of(row.pharmacy), lot=row.stock_item.lot, reverses=row.reverses_id, **own)
