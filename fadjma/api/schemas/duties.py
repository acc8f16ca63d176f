"""Duties: which pharmacy is open for everybody, from when to when."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from . import Answer, Body
from .people import Place


class NewDuty(Body):
    """A duty to put on the roster."""

    pharmacy_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Duty(Answer):
    """One duty of the roster."""

    id: UUID
    pharmacy: Place
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, row):
        return cls(id=row.id, pharmacy=Place.of(row.pharmacy), starts_at=row.starts_at, ends_at=row.ends_at)
