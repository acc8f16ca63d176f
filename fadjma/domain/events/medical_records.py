"""The file: its entries, what is joined to them, who read them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class MedicalRecordAdded(Event):
    """A doctor wrote an entry."""

    wire = "new_medical_record"
    joins = True
    subject = "medical_record"
    tells = ("kind", "patient_id")
    in_access_log = True
    author_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class MedicalRecordAmended(Event):
    """The author of an entry wrote a new version of it."""

    wire = "medical_record_updated"
    subject = "medical_record"
    tells = ("kind", "patient_id", "version")
    in_access_log = True
    author_id: UUID
    kind: str
    version: int

    def things(self) -> list[tuple[str, UUID]]:
        return [("medical_record", self.subject_id), ("medical_record_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """The author of an entry joined a file to it; told as an amendment is, without the file's name."""

    wire = "medical_record_updated"
    subject = "medical_record"
    tells = ("kind", "patient_id", "version")
    in_access_log = True
    author_id: UUID
    kind: str
    version: int
    attachment_id: UUID

    def things(self) -> list[tuple[str, UUID]]:
        return [("medical_record", self.subject_id), ("medical_record_detail", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class AttachmentRead(Event):
    """A doctor opened a file that belongs to an entry."""

    wire = "medical_record_activity"
    subject = "attachment"
    in_access_log = True
    medical_record_id: UUID

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": "attachment", "subject_id": self.subject_id}


@dataclass(frozen=True, kw_only=True)
class MedicalRecordRead(Event):
    """A doctor opened an entry, a list or a file; `subject_kind` says which, `subject_id` what."""

    wire = "medical_record_activity"
    subject = "medical_record_activity"
    in_access_log = True
    subject_kind: str

    def things(self) -> list[tuple[str, UUID]]:
        return []

    def data(self) -> dict[str, Any]:
        return {"subject_type": self.subject_kind, "subject_id": self.subject_id}


@dataclass(frozen=True, kw_only=True)
class FileExported(Event):
    """A patient took everything of their own away, as `form`."""

    subject = "patient_file"
    form: str
