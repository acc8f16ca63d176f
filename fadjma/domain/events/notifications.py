"""Announcements, and what somebody has read."""

from dataclasses import dataclass
from uuid import UUID

from .event import Event


@dataclass(frozen=True, kw_only=True)
class AnnouncementMade(Event):
    """An admin told a role something."""

    wire = "notification"
    subject = "announcement"
    tells = ("audience",)
    audience: str


@dataclass(frozen=True, kw_only=True)
class NotificationsRead(Event):
    """Somebody read notifications: one (`notification_id`), those `about` a thing, or all up to this fact.

    `undone`: they took back that all were read.
    """

    wire = "notification_read"
    subject = "user"
    tells = ("notification_id", "about", "all", "undone")
    notification_id: UUID | None = None
    about: UUID | None = None
    all: bool = False
    undone: bool = False

    def things(self) -> list[tuple[str, UUID]]:
        return [("notification", self.notification_id)] if self.notification_id else []
