"""The access log: who read or wrote what in a patient's own file."""

import re
from datetime import datetime
from uuid import UUID

from pydantic import Field

from ...domain.access_requests import Level
from . import Answer, Query, hidden
from .people import Person

LAST = 2**63 - 1


class Since(Query):
    """Which page of the log: the `next` of the one before; whose, where it is somebody's the caller follows."""

    after: int | None = Field(default=None, ge=0, le=LAST)
    patient_id: UUID | None = None


class Grant(Answer):
    """The access an act was done under."""

    id: UUID
    level: Level
    emergency: bool

    @classmethod
    def of(cls, grant):
        return cls(id=grant.id, level=grant.level, emergency=grant.emergency)


class LogLine(Answer):
    """One act in the file; `act` is what was done, `grant` null where none was needed.

    `on_behalf_of` is there where somebody who follows the file did it in the patient's place.
    """

    id: UUID
    at: datetime
    actor: Person | None
    on_behalf_of: Person = hidden()
    act: str
    subject_type: str
    subject_id: UUID
    grant: Grant | None

    @classmethod
    def of(cls, line):
        entry = line.entry
        act = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", entry.act).lower()
        return cls(
            id=line.id,
            at=entry.at,
            actor=Person.of(line.actor) if line.actor else None,
            act=act,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
            grant=Grant.of(line.grant) if line.grant else None,
            **({"on_behalf_of": Person.of(line.patient)} if line.in_their_place else {}),
        )
