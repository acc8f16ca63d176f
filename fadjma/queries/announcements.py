"""Reads of announcements: what an admin told the people of a role."""

from sqlalchemy import select

from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import Announcement
from ..models.announcements import Audience
from . import one, page
from .kept import one_of, said_for
from .streams import ROLES


def visible_to(viewer):
    """Return the query of the announcements a person may see: those for their role; an admin all of them."""
    query = select(Announcement)
    if viewer.role == Role.ADMIN:
        return query
    mine = [audience for audience in Audience if audience in (ROLES[viewer.role], Audience.EVERYONE)]
    return query.where(Announcement.audience.in_(mine if viewer.is_active else []))


_ONE = one_of(Announcement.id, lambda viewer, now: visible_to(viewer))


def find(viewer, id):
    """Return one announcement the viewer may see."""
    if not viewer.is_active and viewer.role != Role.ADMIN:
        raise NotFound
    return one(_ONE[viewer.role], said_for(viewer, id, None))


def latest(viewer, most):
    """Return the newest `most` announcements the viewer may see."""
    query = visible_to(viewer).order_by(Announcement.id.desc()).limit(most)
    return db.session.scalars(query).unique().all()


def listed(viewer, *, after=None):
    """Return (announcements, next cursor) the viewer may see, newest first."""
    return page(visible_to(viewer), Announcement.id, after=after)
