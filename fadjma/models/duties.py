"""Duties: the nights and holidays on which a pharmacy stays open for everybody."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import db
from .types import CreatedAt, Id, Moment


class Duty(db.Model):
    """One pharmacy de garde, from a moment to another."""

    __tablename__ = "duties"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),)

    id: Mapped[Id]
    pharmacy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pharmacies.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]

    pharmacy = relationship("Pharmacy", lazy="joined")
