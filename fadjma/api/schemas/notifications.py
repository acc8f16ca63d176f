"""Notifications: what a person was told, in the words of now."""

from datetime import datetime
from uuid import UUID

from ...realtime.frame import message_of
from ...realtime.journal import EVENTS
from . import After, Answer


class Unread(After):
    """Only those not read yet."""

    unread: bool = False


class UnreadCount(Answer):
    """How many are left unread; `undo`: what was read all at once within the last minute, or null."""

    unread: int
    undo: UUID | None


class Notification(Answer):
    """One notification; `type` is the live event's name, `url` the page of what it announces."""

    id: UUID
    type: str
    title: str
    message: str
    level: str
    url: str
    read_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, notification, viewer):
        said, fact = message_of(notification, viewer), notification.fact
        words = {"title": said.title, "message": said.message, "level": said.level, "url": said.url}
        about = {"id": fact.id, "type": EVENTS[fact.name].wire, "created_at": fact.at}
        return cls(**about, **words, read_at=notification.read_at)
