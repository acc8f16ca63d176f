"""The caller's notifications."""

from ..commands.notifications import read_all_notifications, read_notification, unread_notifications
from ..models.types import utcnow
from ..queries import notifications
from ..realtime.frame import with_messages
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.notifications import Notification, Unread, UnreadCount
from .who import SIGNED_IN, viewer


@endpoint("GET /notifications", who=SIGNED_IN, query=Unread, answer=Page[Notification])
def listed(query):
    """List them, newest first."""
    rows, following = notifications.listed(viewer(), unread=query.unread, after=query.after)
    return page(Notification, with_messages(rows, viewer()), following, viewer())


@endpoint("POST /notifications/<uuid:id>/read", who=SIGNED_IN, answer=Notification)
def read(id):
    """Mark one as read, on all the caller's devices."""
    read_notification(id, actor=viewer())
    return Notification.of(notifications.find(viewer(), id), viewer())


@endpoint("POST /notifications/read-all", who=SIGNED_IN, answer=UnreadCount)
def read_all():
    """Mark everything unread as read; `undo` names what its reversal takes, for a minute."""
    read_all_notifications(actor=viewer())
    return _count()


@endpoint("POST /notifications/read-all/<uuid:id>/reversal", who=SIGNED_IN, answer=UnreadCount)
def unread_all(id):
    """Take back that all were read: exactly those are unread again."""
    unread_notifications(id, actor=viewer())
    return _count()


def _count():
    undo = notifications.last_read_together(viewer(), utcnow())
    return UnreadCount(unread=notifications.unread_count(viewer()), undo=undo)
