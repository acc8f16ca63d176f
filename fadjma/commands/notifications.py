"""Acts on notifications: reading one, a thing's, all, taking that back; announcing."""

from sqlalchemy import delete
from uuid_utils.compat import uuid7

from ..domain import notifications as rules
from ..domain.errors import Forbidden, Invalid
from ..domain.events import AnnouncementMade, NotificationsRead
from ..domain.roles import Role
from ..extensions import db
from ..models import Announcement, ReadMark
from ..models.announcements import Audience
from ..queries import notifications
from ..realtime import record
from . import INSERT, command

TITLE_LENGTH, MESSAGE_LENGTH = 120, 2_000


@command(unverified=True)
def read_notification(id, *, and_before=False, actor, now):
    """Mark one notification as read, on all the person's devices; reading it again says so again. Return the person.

    `and_before`: what was said of the same thing before it is read with it.
    """
    notification = notifications.find(actor, id)
    before = notifications.unread_ids(actor, about=notification.about, before=id) if and_before else []
    _mark([*before, id] if notification.read_at is None else before, actor, now)
    about = notification.about if before else None
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, notification_id=id, about=about))
    return actor


@command(unverified=True)
def read_notifications_about(id, *, actor, now):
    """Mark everything that was said of one thing as read: its page is open before the person. Return the person."""
    _mark(notifications.unread_ids(actor, about=id), actor, now)
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, about=id))
    return actor


@command(unverified=True)
def read_all_notifications(*, actor, now):
    """Mark everything unread as read, together, so that it may be taken back; return the person."""
    _mark(notifications.unread_ids(actor), actor, now, together=uuid7())
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, all=True))
    return actor


@command(unverified=True)
def unread_notifications(together, *, actor, now):
    """Take back that all were read: exactly those are unread again. Return the person."""
    rules.take_back(notifications.read_together(actor, together), now=now)
    db.session.execute(delete(ReadMark).where(ReadMark.user_id == actor.id, ReadMark.together == together))
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, all=True, undone=True))
    return actor


def _mark(ids, actor, now, *, together=None):
    """Mark these as read; what another device of the person's has just marked stays as that did."""
    if ids:
        marks = [{"user_id": actor.id, "fact_id": id, "at": now, "together": together} for id in ids]
        db.session.execute(INSERT[db.engine.dialect.name](ReadMark.__table__).on_conflict_do_nothing(), marks)


@command
def announce(*, audience, title, message, actor, now):
    """An admin tells doctors, pharmacists, patients or everyone something; return the announcement."""
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    _check(title.strip(), message.strip())
    announcement = Announcement(author_id=actor.id, audience=Audience(audience), title=title.strip(), created_at=now)
    announcement.message = message.strip()
    db.session.add(announcement)
    db.session.flush()
    record(AnnouncementMade(subject_id=announcement.id, actor_id=actor.id, audience=announcement.audience))
    return announcement


def _check(title, message):
    errors = {}
    for name, text, most in (("title", title, TITLE_LENGTH), ("message", message, MESSAGE_LENGTH)):
        if not text:
            errors[name] = "required"
        elif len(text) > most:
            errors[name] = "too_long"
    if errors:
        raise Invalid(**errors)
