"""Stock: lots that come in, corrections, and what a pharmacy has."""

from datetime import date
from uuid import UUID

from . import Answer, Body


class Receipt(Body):
    """Units of a lot that came in; `threshold` is the medication's alert threshold from now on."""

    medication: str
    lot: str
    expires_on: date
    quantity: int
    threshold: int | None = None


class ReceiptList(Body):
    """Receipts as a CSV: a line of headings (`medication,lot,expires_on,quantity,threshold`), then a line each."""

    csv: str


class Imported(Answer):
    """How many receipts a list held."""

    received: int


class Adjustment(Body):
    """A correction of a lot by `quantity` units, signed, and why."""

    stock_item_id: UUID
    quantity: int
    reason: str


class StockItem(Answer):
    """One lot; quantities in dispensing units."""

    id: UUID
    medication: str
    lot: str
    expires_on: date
    on_hand: int
    reserved: int
    threshold: int

    @classmethod
    def of(cls, row):
        return cls(**{name: getattr(row, name) for name in cls.model_fields})
