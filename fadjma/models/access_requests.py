"""Access requests: a doctor's wish to read a patient's file, and what became of it."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain import emergencies
from ..domain.access_requests import Level, Status
from ..extensions import db
from .types import CreatedAt, Id, Moment, UserId, choice, text, utcnow

_EMERGENCY = db.text("reason_code IS NOT NULL")


def _one_open(status):
    """Return the index that keeps a doctor and a patient to one request of a status at a time."""
    only = db.text(f"status = '{status}'")
    return Index(
        f"uq_access_requests_{status}", "patient_id", "doctor_id", unique=True, sqlite_where=only, postgresql_where=only
    )


class AccessRequest(db.Model):
    """One request of one doctor to one patient. `note` is the patient's alone; only emergencies have a `reason_code`.

    `delegate` is who decided last in the patient's place; None where the patient did.
    """

    __tablename__ = "access_requests"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 365", name="days"),
        CheckConstraint("(status = 'approved') <= (expires_at IS NOT NULL)", name="approved_ends"),
        CheckConstraint(
            "(status IN ('emergency', 'closed', 'justified', 'contested')) = emergency", name="emergency_states"
        ),
        CheckConstraint("emergency <= (level = 'read' AND expires_at IS NOT NULL)", name="emergency_reads"),
        CheckConstraint("emergency = (reason_code IS NOT NULL)", name="emergency_reason_code"),
        _one_open("pending"),
        _one_open("emergency"),
        Index("ix_access_requests_status_expires", "status", "expires_at"),
        Index("ix_access_requests_emergency", "id", sqlite_where=_EMERGENCY, postgresql_where=_EMERGENCY),
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
    warned_at: Mapped[Moment | None]
    reason_code: Mapped[emergencies.ReasonCode | None] = mapped_column(choice(emergencies.ReasonCode, "reason_code"))
    contested_at: Mapped[Moment | None]
    reviewed_at: Mapped[Moment | None]
    reviewer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    delegate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    patient = relationship("User", foreign_keys="AccessRequest.patient_id", lazy="joined")
    doctor = relationship("User", foreign_keys="AccessRequest.doctor_id", lazy="joined")
    delegate = relationship("User", foreign_keys="AccessRequest.delegate_id")

    @property
    def contestable_until(self):
        """Until when its patient may contest an emergency; None where they no longer can."""
        return emergencies.contestable_until(self) if emergencies.may_contest(self, utcnow()) else None

    @property
    def is_to_review(self):
        """Does an emergency wait for an admin?"""
        return emergencies.is_to_review(self)
