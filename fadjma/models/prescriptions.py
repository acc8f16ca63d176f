"""Prescriptions (ordonnances), their lines, and the append-only record of what was dispensed."""

import uuid
from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.prescriptions import LineStatus, Status
from ..extensions import db
from .types import CreatedAt, Id, Moment, UserId, UTCDateTime, choice, text

HELD = "('validated','in_preparation','ready','partially_delivered','cancellation_requested','delivered')"


class Prescription(db.Model):
    """One ordonnance. The chosen pharmacy waits for it; the claiming one holds it."""

    __tablename__ = "prescriptions"
    __table_args__ = (
        CheckConstraint(f"status NOT IN {HELD} OR claiming_pharmacy_id IS NOT NULL", name="held_by_a_pharmacy"),
        CheckConstraint("status <> 'issued' OR claiming_pharmacy_id IS NULL", name="issued_is_unclaimed"),
        CheckConstraint("(status = 'cancellation_requested') = (frozen_status IS NOT NULL)", name="frozen_status"),
        Index("ix_prescriptions_patient_created", "patient_id", "created_at"),
        Index("ix_prescriptions_prescriber_created", "prescriber_id", "created_at"),
        Index("ix_prescriptions_chosen_status", "chosen_pharmacy_id", "status"),
        Index("ix_prescriptions_claiming_status", "claiming_pharmacy_id", "status"),
        Index("ix_prescriptions_status_valid", "status", "valid_until"),
    )

    id: Mapped[Id]
    matricule: Mapped[str] = mapped_column(text(24), unique=True)
    status: Mapped[Status] = mapped_column(choice(Status, "status"), default=Status.ISSUED)
    frozen_status: Mapped[Status | None] = mapped_column(choice(Status, "frozen_status_value"))
    patient_id: Mapped[UserId]
    prescriber_id: Mapped[UserId]
    chosen_pharmacy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pharmacies.id"))
    claiming_pharmacy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pharmacies.id"))
    valid_until: Mapped[Moment]
    pickup_code: Mapped[str | None] = mapped_column(text(6))
    code_attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(text(500), default="")  # of the cancellation, return or refusal last said
    override: Mapped[str] = mapped_column(text(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]

    patient = relationship("User", foreign_keys="Prescription.patient_id", lazy="joined")
    prescriber = relationship("User", foreign_keys="Prescription.prescriber_id", lazy="joined")
    chosen_pharmacy = relationship("Pharmacy", foreign_keys="Prescription.chosen_pharmacy_id", lazy="joined")
    claiming_pharmacy = relationship("Pharmacy", foreign_keys="Prescription.claiming_pharmacy_id", lazy="joined")
    lines = relationship(
        "PrescriptionLine", order_by="PrescriptionLine.position", lazy="selectin", back_populates="prescription"
    )
    requests = relationship(
        "PatientRequest", order_by="PatientRequest.created_at", lazy="selectin", back_populates="prescription"
    )

    @property
    def pharmacy(self):
        """The pharmacy that holds it, else the one that is to."""
        return self.claiming_pharmacy or self.chosen_pharmacy

    __mapper_args__: ClassVar = {"version_id_col": version}


class PrescriptionLine(db.Model):
    """One medication of an ordonnance; quantities in dispensing units."""

    __tablename__ = "prescription_lines"
    __table_args__ = (
        UniqueConstraint("prescription_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("delivered BETWEEN 0 AND quantity", name="delivered"),
    )

    id: Mapped[Id]
    prescription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prescriptions.id"))
    position: Mapped[int]
    medication: Mapped[str] = mapped_column(text(120))
    medication_key: Mapped[str] = mapped_column(text(120))
    form: Mapped[str] = mapped_column(text(60), default="")
    dosage: Mapped[str] = mapped_column(text(120))
    quantity: Mapped[int]
    delivered: Mapped[int] = mapped_column(default=0)
    instructions: Mapped[str] = mapped_column(text(500), default="")
    substitutable: Mapped[bool] = mapped_column(default=True)
    repeats: Mapped[int] = mapped_column(default=0)
    status: Mapped[LineStatus] = mapped_column(choice(LineStatus, "status"), default=LineStatus.OPEN)

    prescription = relationship("Prescription", back_populates="lines")


class Dispense(db.Model):
    """Append-only: units of one lot handed over for one line. A reversal is a row of negative quantity."""

    __tablename__ = "dispenses"
    __table_args__ = (CheckConstraint("quantity <> 0", name="quantity"),)

    id: Mapped[Id]
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prescription_lines.id"), index=True)
    stock_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stock_items.id"))
    pharmacist_id: Mapped[UserId]
    pharmacy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pharmacies.id"))
    quantity: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
