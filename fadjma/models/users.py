"""Users: the people of the clinic, whatever their role."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.accounts import Status
from ..domain.roles import Role
from ..extensions import db
from .types import CreatedAt, Id, Moment, choice, text


class User(db.Model):
    """One person. `search_name` is the name as it is searched: folded, without accents."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
        CheckConstraint("role = 'pharmacist' OR pharmacy_id IS NULL", name="pharmacy_of_pharmacists"),
        Index("ix_users_role_status", "role", "status"),
    )

    id: Mapped[Id]
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    status: Mapped[Status] = mapped_column(choice(Status, "status"))
    name: Mapped[str] = mapped_column(text(120))
    search_name: Mapped[str] = mapped_column(text(120), index=True)
    email: Mapped[str | None] = mapped_column(text(254), unique=True)
    phone: Mapped[str | None] = mapped_column(text(20), unique=True)
    birth_date: Mapped[date | None]
    password_hash: Mapped[str] = mapped_column(text(200))
    pin_hash: Mapped[str | None] = mapped_column(text(200))  # of the PIN that opens a locked phone
    lock_minutes: Mapped[int] = mapped_column(default=5)  # idle, from which a phone with a PIN locks by itself
    patient_number: Mapped[str | None] = mapped_column(text(12), unique=True)
    establishment: Mapped[str] = mapped_column(text(120), default="")
    town: Mapped[str] = mapped_column(text(80), default="")
    pharmacy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pharmacies.id"), index=True)
    preferred_pharmacy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pharmacies.id"))
    language: Mapped[str] = mapped_column(text(5), default="fr")
    shortcuts: Mapped[bool] = mapped_column(default=True, server_default=db.true())
    created_at: Mapped[CreatedAt]
    verified_at: Mapped[Moment | None]

    pharmacy = relationship("Pharmacy", foreign_keys="User.pharmacy_id")
    preferred_pharmacy = relationship("Pharmacy", foreign_keys="User.preferred_pharmacy_id")

    @property
    def has_pin(self):
        """Do their phones lock?"""
        return self.pin_hash is not None

    @property
    def is_active(self):
        """May this account act?"""
        return self.status == Status.ACTIVE
