"""Following somebody's file."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class DelegateSought(Event):
    """Somebody looked for who shall follow a file, by a number. What was typed is not kept."""

    subject = "user"
    found: int


@dataclass(frozen=True, kw_only=True)
class DelegationEvent(Event):
    """What both facts about a delegation have."""

    wire = "notification"
    subject = "delegation"
    personal = True
    tells: ClassVar[tuple[str, ...]] = ("patient_id",)
    delegate_id: UUID


@dataclass(frozen=True, kw_only=True)
class DelegationBegan(DelegationEvent):
    """A patient follows another's file from now on; `ground`: the person said so, or an admin."""

    joins = True
    tells = ("patient_id", "ground")
    ground: str

    def things(self) -> list[tuple[str, UUID]]:
        return [("delegation", self.subject_id), ("following", self.subject_id)]


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(DelegationEvent):
    """One of the two, an admin or time ended it: the file leaves the pages it was open on."""

    def things(self) -> list[tuple[str, UUID]]:
        assert self.patient_id is not None
        gone = [("delegation", self.subject_id), ("following", self.subject_id)]
        return [*gone, ("patient_file", self.patient_id)]
