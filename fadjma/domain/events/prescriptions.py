"""Ordonnances: their way, their codes, what their patient asks."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class PrescriptionEvent(Event):
    """What every fact about an ordonnance has: its people, the pharmacies that see it before or after, the one after."""

    subject = "prescription"
    tells: ClassVar[tuple[str, ...]] = ("status",)
    prescriber_id: UUID
    status: str
    pharmacy_ids: tuple[UUID, ...] = ()
    pharmacy_id: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        return [("prescription", self.subject_id), ("prescription_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class PrescriptionIssued(PrescriptionEvent):
    """A doctor signed an ordonnance, or time repeated one (`repeat_of`) as its doctor had said."""

    wire = "new_prescription"
    joins = True
    tells = ("status", "repeat_of")
    repeat_of: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        return [("prescription", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class PrescriptionOffered(Event):
    """An ordonnance without a chosen pharmacy was signed: all pharmacists hear town, time and number of lines, no id."""

    wire = "new_prescription"
    subject = "offer"
    town: str
    lines: int

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"town": self.town, "lines": self.lines}


@dataclass(frozen=True, kw_only=True)
class PrescriptionStatusChanged(PrescriptionEvent):
    """An ordonnance took a step, or a request about it was answered (`answer`); `renewed_as` is the one that renews it."""

    wire = "prescription_status_changed"
    decides = True
    tells = ("status", "previous", "request", "answer", "renewed_as")
    previous: str | None = None
    request: str | None = None
    answer: str | None = None
    renewed_as: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class PrescriptionExpiring(PrescriptionEvent):
    """An ordonnance that nobody has claimed ends in three days; told once."""

    wire = "notification"


@dataclass(frozen=True, kw_only=True)
class PrescriptionPresented(Event):
    """A pharmacist read an ordonnance by the matricule on its paper; the patient is told."""

    wire = "notification"
    subject = "prescription"
    in_access_log = True


@dataclass(frozen=True, kw_only=True)
class PickupCodeRenewed(PrescriptionEvent):
    """The patient drew a new pick-up code."""

    wire = "notification"
    decides = True


@dataclass(frozen=True, kw_only=True)
class PickupCodeRefused(PrescriptionEvent):
    """A pharmacy tried a wrong pick-up code."""

    wire = "notification"
    tells = ("status", "attempts_left")
    attempts_left: int


@dataclass(frozen=True, kw_only=True)
class DeliveryAsked(PrescriptionEvent):
    """The patient asked the pharmacy to hand over or bring what it holds."""

    wire = "delivery_requested"
    decides = True
    tells = ("status", "mode")
    mode: str


@dataclass(frozen=True, kw_only=True)
class RenewalAsked(PrescriptionEvent):
    """The patient asked the prescriber for the same again."""

    wire = "renewal_requested"
    decides = True


@dataclass(frozen=True, kw_only=True)
class RepeatWithheld(PrescriptionEvent):
    """Time would have repeated an ordonnance, and the checks found what its prescriber has not answered; told once."""

    wire = "notification"


@dataclass(frozen=True, kw_only=True)
class PrescriptionPrinted(Event):
    """Somebody took an ordonnance's printable paper."""

    wire = "medical_record_activity"
    subject = "prescription"
    in_access_log = True

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": "prescription", "subject_id": self.subject_id, "act": "printed"}
