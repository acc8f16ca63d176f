"""Acts on notifications: reading one, reading all, announcing."""

from sqlalchemy import insert

from ..domain.errors import Forbidden, Invalid
from ..domain.events import AnnouncementMade, NotificationsRead
from ..domain.roles import Role
from ..extensions import db
from ..models import Announcement, ReadMark
from ..models.announcements import Audience
from ..queries import notifications
from ..realtime import record
from . import command

TITLE_LENGTH, MESSAGE_LENGTH = 120, 2_000


@command(unverified=True)
def read_notification(id, *, actor, now):
    """Mark one notification as read, on all the person's devices; reading it again says so again. Return the person."""
    notification = notifications.find(actor, id)
    if notification.read_at is None:
        db.session.execute(insert(ReadMark), [{"user_id": actor.id, "fact_id": id, "at": now}])
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, notification_id=id))
    return actor


@command(unverified=True)
def read_all_notifications(*, actor, now):
    """Mark everything unread as read; return the person."""
    unread = notifications.unread_ids(actor)
    if unread:
        db.session.execute(insert(ReadMark), [{"user_id": actor.id, "fact_id": id, "at": now} for id in unread])
    record(NotificationsRead(subject_id=actor.id, actor_id=actor.id, all=True))
    return actor


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
