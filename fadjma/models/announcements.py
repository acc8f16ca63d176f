"""Announcements: what an admin tells all people of a role."""

from enum import StrEnum

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import db
from .types import CreatedAt, Id, UserId, choice, text


class Audience(StrEnum):
    """Whom an announcement is for."""

    DOCTORS = "doctors"
    PHARMACISTS = "pharmacists"
    PATIENTS = "patients"
    EVERYONE = "everyone"


class Announcement(db.Model):
    """One announcement, in the admin's own words."""

    __tablename__ = "announcements"

    id: Mapped[Id]
    author_id: Mapped[UserId]
    audience: Mapped[Audience] = mapped_column(choice(Audience, "audience"))
    title: Mapped[str] = mapped_column(text(120))
    message: Mapped[str] = mapped_column(Text)
    created_at: Mapped[CreatedAt]

    author = relationship("User", lazy="joined")
