"""Who has a file open now."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class ReadingEvent(Event):
    """What both facts about a reading have: whose file, and who reads."""

    wire = "medical_record_activity"
    subject = "reading"
    reader_id: UUID
    reading: ClassVar[bool]

    def data(self) -> dict[str, Any]:
        about = {"subject_type": "patient_file", "subject_id": self.patient_id, "reader_id": self.reader_id}
        return about | {"reading_id": self.subject_id, "reading": self.reading}


@dataclass(frozen=True, kw_only=True)
class ReadingBegan(ReadingEvent):
    """Somebody has a patient's file open."""

    joins = True
    reading = True


@dataclass(frozen=True, kw_only=True)
class ReadingEnded(ReadingEvent):
    """They closed it, went away, or may read it no longer."""

    reading = False
