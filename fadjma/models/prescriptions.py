"""Prescriptions (ordonnances), their lines, and the append-only record of what was dispensed."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.dispensing import WhyNot
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
        Index("ix_prescriptions_status_since", "status", "status_since"),
        Index("uq_prescriptions_repeat_of", "repeat_of_id", unique=True),  # an ordonnance is repeated once
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
    alerts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # what the checks found as it was signed
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    status_since: Mapped[Moment]
    expiry_told: Mapped[bool] = mapped_column(default=False)
    repeat_withheld_at: Mapped[Moment | None]  # when the checks held back what time would have repeated
    repeat_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("prescriptions.id"))

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

    dispenses = relationship("Dispense", secondary="prescription_lines", order_by="Dispense.id", viewonly=True)

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
        CheckConstraint("(status = 'not_dispensed') = (why_not IS NOT NULL)", name="why_not"),
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
    posology: Mapped[dict[str, float] | None] = mapped_column(JSON(none_as_null=True))  # {moment: amount}, as it was said
    substitutable: Mapped[bool] = mapped_column(default=True)
    repeats: Mapped[int] = mapped_column(default=0)
    status: Mapped[LineStatus] = mapped_column(choice(LineStatus, "status"), default=LineStatus.OPEN)

    why_not: Mapped[WhyNot | None] = mapped_column(choice(WhyNot, "why_not_value"))
    answered_at: Mapped[Moment | None]  # when the prescriber said what becomes of a line not dispensed
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("prescription_lines.id"))

    prescription = relationship("Prescription", back_populates="lines")
    replaced_by = relationship("PrescriptionLine", remote_side="PrescriptionLine.id")
    dispenses = relationship("Dispense", order_by="Dispense.id", back_populates="line")


class Dispense(db.Model):
    """Append-only: units of one lot handed over for one line. A reversal is a row of negative quantity."""

    __tablename__ = "dispenses"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity"),
        CheckConstraint("(quantity < 0) = (reverses_id IS NOT NULL)", name="reverses"),
        Index("uq_dispenses_reverses", "reverses_id", unique=True),  # an error is taken back once
    )

    id: Mapped[Id]
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prescription_lines.id"), index=True)
    stock_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stock_items.id"))
    pharmacist_id: Mapped[UserId]
    pharmacy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pharmacies.id"))
    quantity: Mapped[int]
    substitute: Mapped[str] = mapped_column(text(120), default="")  # what was given instead, by its name in the stock
    reason: Mapped[str] = mapped_column(text(500), default="")  # of the substitution, or of the reversal
    reverses_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dispenses.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    line = relationship("PrescriptionLine", back_populates="dispenses")
    stock_item = relationship("StockItem", lazy="joined")
    pharmacist = relationship("User")
    pharmacy = relationship("Pharmacy", lazy="joined")

    @property
    def is_reversed(self):
        """Has it been taken back?"""
        return any(row.reverses_id == self.id for row in self.line.dispenses)
