"""Medical records: what a doctor writes, and what a reader gets of an entry and of its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from ...domain.medical_records import LONGEST_SEARCH, Kind
from ...domain.timeline import YEARS
from . import After, Answer, Body
from .attachments import Attachment
from .people import Person

SAID = ("title", "content", "data")


class Written(Body):
    """A new entry of a patient's file; `data` is what its kind has of structure."""

    patient_id: UUID
    kind: Kind
    title: str
    content: str
    data: dict[str, Any] = Field(default_factory=dict)


class Amended(Body):
    """A new version of an entry, over `version`; what is not given stays."""

    title: str | None = None
    content: str | None = None
    data: dict[str, Any] | None = None
    reason: str
    version: int


class OfPatient(After):
    """Whose file (a patient's own unless said), and which of its entries: of a kind, of a year, with every word of `q`."""

    patient_id: UUID | None = None
    kind: Kind | None = None
    year: int | None = Field(default=None, ge=YEARS[0], le=YEARS[-1])
    q: str | None = Field(default=None, max_length=LONGEST_SEARCH)


class MedicalRecord(Answer):
    """One entry, as its newest version says."""

    id: UUID
    patient: Person
    author: Person
    kind: Kind
    title: str
    content: str
    data: dict[str, Any]
    version: int
    attachments: list[Attachment]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row):
        own = {name: getattr(row, name) for name in ("id", "kind", "version", "created_at", "updated_at")}
        said = {name: getattr(row.current, name) for name in SAID}
        people = {"patient": Person.of(row.patient), "author": Person.of(row.author)}
        files = [Attachment.of(one) for one in row.attachments] if row.attachment_count else []
        return cls(**own, **said, **people, attachments=files)


class Version(Answer):
    """What an entry said from `created_at` on, who said so and why."""

    id: UUID
    number: int
    author: Person
    title: str
    content: str
    data: dict[str, Any]
    reason: str
    created_at: datetime

    @classmethod
    def of(cls, row):
        names = ("id", "number", "reason", "created_at", *SAID)
        return cls(author=Person.of(row.author), **{name: getattr(row, name) for name in names})
