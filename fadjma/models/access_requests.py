"""Access requests: a doctor's wish to read a patient's file, and what became of it."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.access_requests import Level, Status
from ..extensions import db
from .types import CreatedAt, Id, Moment, UserId, choice, text


class AccessRequest(db.Model):
    """One request of one doctor to one patient. `note` is the patient's alone."""

    __tablename__ = "access_requests"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 365", name="days"),
        CheckConstraint("(status = 'approved') <= (expires_at IS NOT NULL)", name="approved_ends"),
        Index(
            "uq_access_requests_pending",
            "patient_id",
            "doctor_id",
            unique=True,
            sqlite_where=db.text("status = 'pending'"),
            postgresql_where=db.text("status = 'pending'"),
        ),
        Index("ix_access_requests_status_expires", "status", "expires_at"),
    )

    id: Mapped[Id]
    patient_id: Mapped[UserId]
    doctor_id: Mapped[UserId]
    status: Mapped[Status] = mapped_column(choice(Status, "status"), default=Status.PENDING)
    level: Mapped[Level] = mapped_column(choice(Level, "level"))
    reason: Mapped[str] = mapped_column(text(500))
    days: Mapped[int]
    emergency: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(text(500), default="")
    created_at: Mapped[CreatedAt]
    decided_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]

    patient = relationship("User", foreign_keys="AccessRequest.patient_id", lazy="joined")
    doctor = relationship("User", foreign_keys="AccessRequest.doctor_id", lazy="joined")
