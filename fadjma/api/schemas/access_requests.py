"""Access requests: what a doctor asks, what the patient answers, and what became of it."""

from datetime import datetime
from uuid import UUID

from ...domain.access_requests import Level, Status
from . import After, Answer, Body, hidden
from .people import Person


class Asked(Body):
    """A doctor's wish to read, or read and write, a patient's file for some days."""

    patient_id: UUID
    reason: str
    level: Level
    days: int


class Narrowed(Body):
    """What the patient grants, where it is less than was asked."""

    level: Level | None = None
    days: int | None = None


class Noted(Body):
    """A note the patient keeps for themselves."""

    note: str = ""


class OfStatus(After):
    """Only requests of one status."""

    status: Status | None = None


class AccessRequest(Answer):
    """One request; `note` is the patient's alone."""

    id: UUID
    patient: Person
    doctor: Person
    status: Status
    level: Level
    reason: str
    days: int
    expires_at: datetime | None
    emergency: bool
    note: str = hidden()
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row, viewer):
        names = ("id", "status", "level", "reason", "days", "expires_at", "emergency", "created_at", "ended_at")
        own = {"note": row.note} if viewer.id == row.patient_id else {}
        people = {"patient": Person.of(row.patient), "doctor": Person.of(row.doctor)}
        return cls(**{name: getattr(row, name) for name in names}, **people, **own)
