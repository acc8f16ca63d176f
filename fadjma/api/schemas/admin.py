"""What an admin sees and says: accounts and announcements, nothing clinical."""

from datetime import date, datetime
from uuid import UUID

from ...domain import accounts
from ...domain.roles import Role
from ...models.announcements import Audience
from . import After, Answer, Body, hidden
from .people import Person, Place


class Account(Body):
    """A new account; a patient needs `birth_date`, a pharmacist `pharmacy_id`, everyone `email` or `phone`."""

    role: Role
    name: str
    password: str
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    pharmacy_id: UUID | None = None
    establishment: str = ""
    town: str = ""


class Assignment(Body):
    """Another work for a professional; a pharmacist needs `pharmacy_id`."""

    role: Role
    pharmacy_id: UUID | None = None


class OfKind(After):
    """Only accounts of one status or role, or with these letters in their name."""

    status: accounts.Status | None = None
    role: Role | None = None
    q: str = ""


class User(Answer):
    """One account."""

    id: UUID
    role: Role
    name: str
    status: accounts.Status
    email: str | None
    phone: str | None
    establishment: str
    town: str
    pharmacy: Place | None = hidden()
    created_at: datetime
    verified_at: datetime | None

    @classmethod
    def of(cls, row):
        names = ("id", "role", "name", "status", "email", "phone", "establishment", "town", "created_at", "verified_at")
        place = {"pharmacy": Place.of(row.pharmacy)} if row.pharmacy else {}
        return cls(**{name: getattr(row, name) for name in names}, **place)


class Announced(Body):
    """What all people of a role are told."""

    audience: Audience
    title: str
    message: str


class Announcement(Answer):
    """One announcement."""

    id: UUID
    author: Person
    audience: Audience
    title: str
    message: str
    created_at: datetime

    @classmethod
    def of(cls, row):
        names = ("id", "audience", "title", "message", "created_at")
        return cls(author=Person.of(row.author), **{name: getattr(row, name) for name in names})
