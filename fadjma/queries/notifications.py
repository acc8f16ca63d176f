"""Reads of notifications: the loud entries of a person's streams, with what they have read."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from ..domain.errors import NotFound
from ..extensions import db
from ..models import Entry, Fact, ReadMark, User
from ..models.journal import LOUD
from . import PAGE
from .streams import streams_of

FAMILIES = {
    "requests": ("Access", "Emergency"),
    "prescriptions": ("Prescription", "Pickup", "Delivery", "Renewal", "Stock"),
    "records": ("MedicalRecord",),
}  # filters of the centre: the beginnings of the facts' names


@dataclass(frozen=True)
class Notification:
    """One fact as a notification of one person. Its id is the fact's; `said`: what it says, where that is already known."""

    fact: Fact
    read_at: object
    said: object = None

    @property
    def id(self) -> UUID:
        return self.fact.id

    def saying(self, message):
        """Return it with its words."""
        return replace(self, said=message)


def _mine(viewer):
    """Return the conditions of a fact that notifies `viewer`; a fact told on two of their streams is one notification."""
    told = select(Entry.fact_id).where(Entry.stream.in_(streams_of(viewer)), LOUD)
    return (
        Fact.id.in_(told),
        or_(Fact.actor_id.is_(None), Fact.actor_id != viewer.id),
        Fact.at >= viewer.created_at,
    )


def _listing(viewer):
    mark = and_(ReadMark.fact_id == Fact.id, ReadMark.user_id == viewer.id)
    return select(Fact, ReadMark.at).outerjoin(ReadMark, mark).where(*_mine(viewer))


def find(viewer, id):
    """Return one notification of the viewer's own."""
    row = db.session.execute(_listing(viewer).where(Fact.id == id)).first()
    if row is None:
        raise NotFound
    return Notification(*row)


def listed(viewer, *, unread=False, family=None, after=None):
    """Return (notifications, next cursor), newest first; `family` is one of FAMILIES."""
    query = _listing(viewer)
    if unread:
        query = query.where(ReadMark.at.is_(None))
    if family is not None:
        query = query.where(or_(*(Fact.name.startswith(name) for name in FAMILIES[family])))
    if after is not None:
        query = query.where(Fact.id < after)
    rows = [Notification(*row) for row in db.session.execute(query.order_by(Fact.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def unread_count(viewer):
    """Return how many notifications the viewer has not read."""
    unread = _listing(viewer).where(ReadMark.at.is_(None)).with_only_columns(func.count(Fact.id))
    return db.session.scalar(unread)


def unread_ids(viewer):
    """Return the ids of all notifications the viewer has not read."""
    query = _listing(viewer).where(ReadMark.at.is_(None)).with_only_columns(Fact.id)
    return db.session.scalars(query).all()


def standings(user_ids, fact_ids, since):
    """Return ({user id: when their account began}, {(user id, fact id): when they read it}) of some people and facts.

    The first holds accounts that began after `since` alone: nearly nobody.
    """
    born = db.session.execute(select(User.id, User.created_at).where(User.id.in_(user_ids), User.created_at > since))
    read = select(ReadMark.user_id, ReadMark.fact_id, ReadMark.at)
    read = read.where(ReadMark.user_id.in_(user_ids), ReadMark.fact_id.in_(fact_ids))
    return dict(born.all()), {(user, fact): at for user, fact, at in db.session.execute(read)}
