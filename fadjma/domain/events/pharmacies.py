"""Pharmacies: their duties, their stock, the catalogue."""

from dataclasses import dataclass
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class PharmacyOpened(Event):
    """An admin made a pharmacy known to the clinic."""

    subject = "pharmacy"


@dataclass(frozen=True, kw_only=True)
class DutyChanged(Event):
    """An admin put a pharmacy on the roster of the nights, or (`removed`) took it off."""

    subject = "duty"
    pharmacy_id: UUID
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class FormularyImported(Event):
    """A list of medications or interactions (`what`), of `rows` lines, was brought in; `replaced`: instead of all before."""

    subject = "formulary"
    what: str
    rows: int
    replaced: bool


@dataclass(frozen=True, kw_only=True)
class InventoryUpdated(Event):
    """Quantities of a lot changed."""

    wire = "inventory_updated"
    subject = "stock_item"
    pharmacy_id: UUID


@dataclass(frozen=True, kw_only=True)
class StockRanLow(Event):
    """A medication fell to its alert threshold; told once until it is stocked again."""

    wire = "notification"
    subject = "stock_item"
    pharmacy_id: UUID


@dataclass(frozen=True, kw_only=True)
class LotNearsExpiry(Event):
    """A lot expires within 60 days; told once."""

    wire = "notification"
    subject = "stock_item"
    pharmacy_id: UUID
