"""Access requests: what a doctor asks or opens in an emergency, what the patient answers, and what became of it."""

from datetime import datetime
from uuid import UUID

from ...domain.access_requests import Level, Status
from ...domain.emergencies import ReasonCode
from . import After, Answer, Body, hidden
from .people import Person

OF_EMERGENCIES = ("reason_code", "contested_at", "reviewed_at")


class Asked(Body):
    """A doctor's wish to read, or read and write, a patient's file for some days. An emergency takes the password again."""

    patient_id: UUID
    reason: str
    level: Level
    days: int
    emergency: bool = False
    password: str | None = None
    reason_code: ReasonCode | None = None


class Narrowed(Body):
    """What the patient grants, where it is less than was asked."""

    level: Level | None = None
    days: int | None = None


class Noted(Body):
    """A note the patient keeps for themselves."""

    note: str = ""


class OfStatus(After):
    """Only requests of one status, or to one patient."""

    status: Status | None = None
    patient_id: UUID | None = None


class AccessRequest(Answer):
    """One request; `note` is the patient's alone, `delegate` who decided in their place; an emergency has more fields."""

    id: UUID
    patient: Person
    doctor: Person
    delegate: Person = hidden()
    status: Status
    level: Level
    reason: str
    days: int
    expires_at: datetime | None
    emergency: bool
    note: str = hidden()
    created_at: datetime
    ended_at: datetime | None
    reason_code: ReasonCode = hidden()
    contested_at: datetime | None = hidden()
    reviewed_at: datetime | None = hidden()

    @classmethod
    def of(cls, row, viewer):
        names = ("id", "status", "level", "reason", "days", "expires_at", "emergency", "created_at", "ended_at")
        own = {"note": row.note} if viewer.id == row.patient_id else {}
        own |= {"delegate": Person.of(row.delegate)} if row.delegate else {}
        own |= {name: getattr(row, name) for name in OF_EMERGENCIES} if row.emergency else {}
        people = {"patient": Person.of(row.patient), "doctor": Person.of(row.doctor)}
        return cls(**{name: getattr(row, name) for name in names}, **people, **own)
