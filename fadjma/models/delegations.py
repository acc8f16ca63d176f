"""Delegations: who follows whose file, since when, and who said so."""

import uuid
from datetime import timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.delegations import Ground
from ..extensions import db
from .types import CreatedAt, Id, Moment, UserId, choice, text

_OPEN = db.text("ended_at IS NULL")


class Delegation(db.Model):
    """`delegate` follows the file of `patient`, to whom they are `bond`; `ends_at`: until when, for good without.

    That both are patients is the command's to see: an account that is a patient's stays one.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("delegate_id <> patient_id", name="not_oneself"),
        CheckConstraint("(ground = 'person') = (granted_by_id = patient_id)", name="granted_by"),
        CheckConstraint("granted_by_id <> delegate_id", name="not_by_the_delegate"),
        CheckConstraint("(ground = 'admin') = (reason <> '')", name="admin_says_why"),
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by"),
        Index("uq_delegations_open", "patient_id", "delegate_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_delegations_ends", "ends_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    patient_id: Mapped[UserId]
    delegate_id: Mapped[UserId]
    granted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    ground: Mapped[Ground] = mapped_column(choice(Ground, "ground"))
    bond: Mapped[str] = mapped_column(text(60))
    reason: Mapped[str] = mapped_column(text(500), default="")
    created_at: Mapped[CreatedAt]
    ends_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    patient = relationship("User", foreign_keys="Delegation.patient_id", lazy="joined")
    delegate = relationship("User", foreign_keys="Delegation.delegate_id", lazy="joined")
    granted_by = relationship("User", foreign_keys="Delegation.granted_by_id")
    ended_by = relationship("User", foreign_keys="Delegation.ended_by_id")

    @property
    def last_day(self):
        """The last day of one that ends by itself."""
        return self.ends_at - timedelta(days=1) if self.ends_at else None
