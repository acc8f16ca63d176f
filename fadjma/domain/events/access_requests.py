"""Access to a file: asked, decided, ending, taken in an emergency."""

from dataclasses import dataclass
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class AccessRequested(Event):
    """A doctor asked a patient for access to their file."""

    wire = "new_access_request"
    joins = True
    subject = "access_request"
    tells = ("status", "level")
    doctor_id: UUID
    status: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AccessRequestStatusChanged(Event):
    """A request was decided, withdrawn, or ended by time; `act` says of an emergency that it was contested or reviewed.

    `reading_id` is the doctor's reading that goes on all the same, under another access.
    """

    wire = "access_request_status_changed"
    decides = True
    subject = "access_request"
    tells = ("status", "patient_id", "act")
    doctor_id: UUID
    status: str
    act: str | None = None
    reading_id: UUID | None = None

    def things(self) -> list[tuple[str, UUID]]:
        assert self.patient_id is not None
        request = self.subject_id
        changed = [("access_request", request), ("access_request_detail", request), ("patient_file", self.patient_id)]
        return changed + ([("reading", self.reading_id)] if self.reading_id else [])


@dataclass(frozen=True, kw_only=True)
class AccessEnding(Event):
    """An access ends within two days; told once."""

    wire = "notification"
    subject = "access_request"
    tells = ("status", "patient_id")
    doctor_id: UUID
    status: str

    def things(self) -> list[tuple[str, UUID]]:
        return []


@dataclass(frozen=True, kw_only=True)
class EmergencyOpened(Event):
    """A doctor opened a file in an emergency, without having been let in."""

    wire = "new_access_request"
    joins = True
    subject = "access_request"
    tells = ("status", "level", "reason_code")
    doctor_id: UUID
    status: str
    level: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class EmergencyReported(Event):
    """What the admins hear of an emergency: that it began, ended, was contested or reviewed, and its reason code."""

    wire = "notification"
    joins = True
    subject = "access_request"
    tells = ("status", "reason_code", "act")
    doctor_id: UUID
    status: str
    reason_code: str
    act: str | None = None
