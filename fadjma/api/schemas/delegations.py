"""Delegations: who follows whose file, on whose word, from when until when."""

from datetime import date, datetime
from uuid import UUID

from ...domain.delegations import Ground
from . import After, Answer, Body
from .people import Person


class OfPatient(After):
    """Only those of one patient."""

    patient_id: UUID | None = None


class Named(Body):
    """Who shall follow, by phone or patient number, and what they are to the person; `until` is the last day, if any.

    A person sends their `password`, an admin `patient_id` and `reason`.
    """

    delegate: str
    bond: str
    until: date | None = None
    password: str | None = None
    patient_id: UUID | None = None
    reason: str | None = None


class Delegation(Answer):
    """Who follows whose file. Over once `ended_at` is there; `ended_by` is null where time ended it."""

    id: UUID
    patient: Person
    delegate: Person
    ground: Ground
    bond: str
    reason: str
    granted_by: Person
    created_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    ended_by: Person | None

    @classmethod
    def of(cls, row):
        own = {name: getattr(row, name) for name in ("id", "ground", "bond", "reason", "created_at", "ends_at", "ended_at")}
        people = {name: Person.of(getattr(row, name)) for name in ("patient", "delegate", "granted_by")}
        return cls(**own, **people, ended_by=Person.of(row.ended_by) if row.ended_by else None)
