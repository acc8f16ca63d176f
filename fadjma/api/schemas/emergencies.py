"""Emergencies, as admins see them: never what the doctor typed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ...domain.access_requests import Status
from ...domain.emergencies import ReasonCode
from . import After, Answer, Body
from .people import Person


class Waiting(After):
    """Only those that are open or wait for a verdict."""

    waiting: bool = False


class Verdict(Body):
    """Whether there was an emergency."""

    verdict: Literal[Status.JUSTIFIED, Status.CONTESTED]


class Emergency(Answer):
    """Who opened whose file, when, why in one word, and what became of it."""

    id: UUID
    patient: Person
    doctor: Person
    status: Status
    reason_code: ReasonCode
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    contested_at: datetime | None
    reviewed_at: datetime | None

    @classmethod
    def of(cls, row):
        people = {"patient", "doctor"}
        given = {name: getattr(row, name) for name in cls.model_fields.keys() - people}
        return cls(**given, **{name: Person.of(getattr(row, name)) for name in people})
