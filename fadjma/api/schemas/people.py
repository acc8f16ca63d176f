"""People: as others name them, and as they see themselves."""

from datetime import date
from uuid import UUID

from pydantic import Field

from ...domain.accounts import Status
from ...domain.roles import Role
from . import Answer, Body, hidden


class Person(Answer):
    """Somebody, as everyone else names them."""

    id: UUID
    name: str

    @classmethod
    def of(cls, user):
        return cls(id=user.id, name=user.name)


class Place(Answer):
    """A pharmacy, as others name it."""

    id: UUID
    name: str
    town: str

    @classmethod
    def of(cls, pharmacy):
        return cls(id=pharmacy.id, name=pharmacy.name, town=pharmacy.town)


class Language(Body):
    """A language: `fr`, `en` or `wo`."""

    language: str = Field(max_length=5)


class Me(Answer):
    """The caller's own account, with the number of the newest event of each of their streams."""

    id: UUID
    role: Role
    name: str
    status: Status
    email: str | None
    phone: str | None
    language: str
    birth_date: date = hidden()
    patient_number: str = hidden()
    preferred_pharmacy: Place | None = hidden()
    establishment: str = hidden()
    town: str = hidden()
    pharmacy: Place = hidden()
    streams: dict[str, int]

    @classmethod
    def of(cls, user, streams):
        names = ("id", "role", "name", "status", "email", "phone", "language")
        return cls(streams=streams, **{name: getattr(user, name) for name in names}, **OWN[user.role](user))


def _place(pharmacy):
    return Place.of(pharmacy) if pharmacy else None


OWN = {
    Role.PATIENT: lambda user: {
        "birth_date": user.birth_date,
        "patient_number": user.patient_number,
        "preferred_pharmacy": _place(user.preferred_pharmacy),
    },
    Role.DOCTOR: lambda user: {"establishment": user.establishment, "town": user.town},
    Role.PHARMACIST: lambda user: {"pharmacy": _place(user.pharmacy)},
    Role.ADMIN: lambda user: {},
}  # what an account of each role has besides
