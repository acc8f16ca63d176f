"""Reads of push subscriptions: of sessions that are still good, and of nobody else."""

from uuid import UUID

from sqlalchemy import or_, select

from ..domain.accounts import Status
from ..extensions import db
from ..models import PushSubscription, Session, User
from .streams import ROLES, pharmacy_stream, streams_of, user_stream


def is_subscribed(session_id):
    """Is the device of this session signalled to?"""
    query = select(PushSubscription.id).where(PushSubscription.session_id == session_id)
    return db.session.scalar(query) is not None


def _good(now):
    """Return the query of the subscriptions whose session is good and whose person is not suspended."""
    session = select(PushSubscription).join(Session, Session.id == PushSubscription.session_id)
    good = Session.ended_at.is_(None), Session.expires_at > now, User.status != Status.SUSPENDED
    return session.join(User, User.id == Session.user_id).where(*good)


def find_good(id, now):
    """Return one subscription as it is now, or None once its session is over."""
    return db.session.scalar(_good(now).where(PushSubscription.id == id).execution_options(populate_existing=True))


def of_streams(streams, now):
    """Return the good subscriptions of everyone who hears one of these streams."""
    if not streams:
        return []
    people, pharmacies = _named(user_stream(""), streams), _named(pharmacy_stream(""), streams)
    roles = [role for role, name in ROLES.items() if name in streams]
    may_hear = or_(User.id.in_(people), User.pharmacy_id.in_(pharmacies), User.role.in_(roles))
    found = db.session.scalars(_good(now).where(may_hear)).all()
    return [one for one in found if not streams.isdisjoint(streams_of(one.session.user))]


def _named(kind, streams):
    """Return the ids in the names of the streams of a kind."""
    return [UUID(name.removeprefix(kind)) for name in streams if name.startswith(kind)]


def subscribed_among(session_ids):
    """Return which of these sessions, a set, are signalled to when their page is closed."""
    return session_ids & set(db.session.scalars(select(PushSubscription.session_id)))
