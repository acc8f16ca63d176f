"""Readings: who has a file open now, and under which access."""

from datetime import datetime
from uuid import UUID

from . import Answer, Query
from .access_log import Grant
from .people import Person


class OfPatient(Query):
    """Whose file: the caller's own unless said."""

    patient_id: UUID | None = None


class Reading(Answer):
    """Somebody who has the file open."""

    id: UUID
    reader: Person
    since: datetime
    grant: Grant

    @classmethod
    def of(cls, line):
        since = line.reading.began_at
        return cls(id=line.id, reader=Person.of(line.reader), since=since, grant=Grant.of(line.grant))
