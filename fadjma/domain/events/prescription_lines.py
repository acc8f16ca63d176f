"""Lines of an ordonnance: not dispensed, substituted, replaced, given back."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from .prescriptions import PrescriptionEvent


@dataclass(frozen=True, kw_only=True)
class PrescriptionLineEvent(PrescriptionEvent):
    """What every fact about one line of an ordonnance has."""

    wire = "prescription_status_changed"
    tells: ClassVar[tuple[str, ...]] = ("status", "line_id")
    line_id: UUID


@dataclass(frozen=True, kw_only=True)
class LineNotDispensed(PrescriptionLineEvent):
    """A pharmacy cannot dispense a line; its prescriber says what becomes of it."""

    tells = ("status", "line_id", "why_not")
    why_not: str


@dataclass(frozen=True, kw_only=True)
class LineSubstituted(PrescriptionLineEvent):
    """A pharmacy gave another medicine for a line, as the doctor allows."""


@dataclass(frozen=True, kw_only=True)
class LineReplaced(PrescriptionLineEvent):
    """The prescriber replaced a line that was not dispensed by another (`replaced_by`), or left it at that (none)."""

    tells = ("status", "line_id", "replaced_by")
    replaced_by: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class DispenseReversed(PrescriptionLineEvent):
    """A pharmacist took back, by a counter-entry, what they had noted as handed over in error."""

    tells = ("status", "previous", "line_id")
    previous: str
