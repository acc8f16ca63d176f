"""Reads for the clock: the accesses that time has ended, and those that end soon."""

from sqlalchemy import and_, or_, select

from ..domain.access_requests import IN_FORCE, LAPSE, NOTICE, Status
from ..extensions import db
from ..models import AccessRequest


def due(now):
    """Return the ids of what time has ended: waiting too long, or in force beyond its end."""
    lapsed = and_(AccessRequest.status == Status.PENDING, AccessRequest.created_at <= now - LAPSE)
    over = and_(AccessRequest.status.in_(IN_FORCE), AccessRequest.expires_at <= now)
    return db.session.scalars(select(AccessRequest.id).where(or_(lapsed, over)).order_by(AccessRequest.id)).all()


def ending(now):
    """Return the ids of the accesses that end soon, of which nobody has been warned."""
    soon = AccessRequest.expires_at > now, AccessRequest.expires_at <= now + NOTICE, AccessRequest.days > NOTICE.days
    query = select(AccessRequest.id).where(AccessRequest.status == Status.APPROVED, AccessRequest.warned_at.is_(None), *soon)
    return db.session.scalars(query.order_by(AccessRequest.id)).all()
