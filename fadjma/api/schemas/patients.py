"""Patients, as a doctor who looks for one sees them: enough to know whom to ask, nothing clinical."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from ...domain.access_requests import Level, Status
from . import Answer, Query


class Wanted(Query):
    """An exact phone or patient number, or at least three letters of the name."""

    q: str = Field(max_length=120)


class OwnAccess(Answer):
    """The doctor's newest request to this patient, and what became of it."""

    id: UUID
    status: Status
    level: Level
    expires_at: datetime | None


class Found(Answer):
    """One patient; `access` is null where this doctor never asked."""

    id: UUID
    name: str
    birth_year: int | None
    access: OwnAccess | None

    @classmethod
    def of(cls, user, states):
        asked = states.get(user.id)
        names = ("id", "status", "level", "expires_at")
        access = OwnAccess(**{name: getattr(asked, name) for name in names}) if asked else None
        birth_year = user.birth_date.year if user.birth_date else None
        return cls(id=user.id, name=user.name, birth_year=birth_year, access=access)
