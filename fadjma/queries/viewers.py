"""Viewers: whoever a live session proves, as one record of columns. Every page and call begins with one.

A viewer is what was true when the request began. Who changes their own account in it reads their row again afterwards.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from ..domain import locks
from ..domain.accounts import Status
from ..domain.errors import Unauthenticated
from ..domain.roles import Role
from ..extensions import db
from ..models import Pharmacy, Session, User
from ..models.types import utcnow
from . import delegations
from .cards import sealed
from .kept import NOW


@sealed
class Place(NamedTuple):
    """The pharmacy somebody works in."""

    id: UUID
    name: str
    town: str


@sealed
class Viewer(NamedTuple):
    """Who looks: their account, but for the digest of the password and what only the search reads.

    `follows`: do they follow somebody's file? Nearly nobody does, who then need not be asked whose.
    """

    id: UUID
    role: Role
    status: Status
    name: str
    email: str | None
    phone: str | None
    birth_date: date | None
    patient_number: str | None
    establishment: str
    town: str
    pharmacy_id: UUID | None
    preferred_pharmacy_id: UUID | None
    language: str
    shortcuts: bool
    has_pin: bool
    lock_minutes: int
    created_at: datetime
    verified_at: datetime | None
    follows: bool
    pharmacy: Place | None

    @property
    def is_active(self):
        """May this account act?"""
        return self.status == Status.ACTIVE


class Signed(NamedTuple):
    """A session that is still good, whose it is, and what says whether it is locked."""

    id: UUID
    user: Viewer
    locked_at: datetime | None
    active_at: datetime | None

    def is_locked(self, now):
        """Must the PIN be given before anything of it is shown?"""
        person, state = self.user, {"locked_at": self.locked_at, "active_at": self.active_at}
        return locks.is_locked(**state, has_pin=person.has_pin, minutes=person.lock_minutes, now=now)


_USER, _SESSION, _PHARMACY = User.__table__, Session.__table__, Pharmacy.__table__
_PEOPLE = _USER.outerjoin(_PHARMACY, _PHARMACY.c.id == _USER.c.pharmacy_id)
_NAMED = {"has_pin": _USER.c.pin_hash.is_not(None).label("has_pin")}
_STATE = _SESSION.c.id, _SESSION.c.locked_at, _SESSION.c.active_at
_OWN = *(_NAMED.get(name, _USER.c.get(name)) for name in Viewer._fields[:-2]), delegations.follows_anybody(_USER.c.id, NOW)
_THEIRS = *_OWN, *(_PHARMACY.c[name] for name in Place._fields)
_SIGNED = (
    select(*_STATE, *_THEIRS)
    .select_from(_PEOPLE.join(_SESSION, _SESSION.c.user_id == _USER.c.id))
    .where(_SESSION.c.id == bindparam("session_id"), _SESSION.c.ended_at.is_(None), _SESSION.c.expires_at > NOW)
    .where(_USER.c.status != Status.SUSPENDED)
)
_ONE = select(*_THEIRS).select_from(_PEOPLE).where(_USER.c.id == bindparam("id"))


def signed_in(session_id, now):
    """Return the Signed of a session, locked or not, that is good, its person not suspended; else raise Unauthenticated."""
    try:
        row = db.session.execute(_SIGNED, {"session_id": UUID(str(session_id)), "now": now}).first()
    except ValueError:
        row = None
    if row is None:
        raise Unauthenticated("session_over")
    return Signed(row[0], _viewer(row[3:]), *row[1:3])


def get(id):
    """Return the Viewer of an account, in whatever state it is; None if there is none."""
    row = db.session.execute(_ONE, {"id": id, "now": utcnow()}).first()
    return _viewer(row) if row is not None else None


def _viewer(row):
    return Viewer._make((*row[:-3], Place(*row[-3:]) if row[-3] is not None else None))
