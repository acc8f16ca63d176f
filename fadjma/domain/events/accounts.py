"""Accounts: who has one, where it stands, what its person chose."""

from dataclasses import dataclass
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class AccountRegistered(Event):
    """Somebody made an account; a professional's waits for an admin."""

    wire = "notification"
    subject = "user"
    tells = ("role", "status")
    role: str
    status: str


@dataclass(frozen=True, kw_only=True)
class AccountStatusChanged(Event):
    """An admin verified, suspended or reinstated an account."""

    wire = "notification"
    subject = "user"
    tells = ("status",)
    status: str


@dataclass(frozen=True, kw_only=True)
class AccountReassigned(Event):
    """An admin gave an account another role or pharmacy: its person hears other streams from now on."""

    wire = "notification"
    subject = "user"
    tells = ("role",)
    role: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody changed their password."""

    wire = "notification"
    subject = "user"


@dataclass(frozen=True, kw_only=True)
class PinChanged(Event):
    """Somebody set, changed or removed the PIN of their shared phone."""

    wire = "notification"
    subject = "user"


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """Somebody said in which language they read; their connections in every process speak it from then on."""

    subject = "user"
    language: str


@dataclass(frozen=True, kw_only=True)
class ShortcutsChosen(Event):
    """Somebody turned the keys of their pages on or off."""

    subject = "user"
    shortcuts: bool


@dataclass(frozen=True, kw_only=True)
class PharmacyPreferred(Event):
    """A patient said which pharmacy they usually go to."""

    subject = "user"
    pharmacy_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class PatientsSearched(Event):
    """A doctor looked for a patient. What was typed is not kept."""

    subject = "user"
    found: int
