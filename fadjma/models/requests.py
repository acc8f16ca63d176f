"""Patients' requests about an ordonnance: its delivery, its renewal."""

import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.requests import Answer, Kind, Mode
from ..extensions import db
from .types import CreatedAt, Id, Moment, choice, text


class PatientRequest(db.Model):
    """One request; at most one of each kind is open for an ordonnance. `delegate`: who asked in the patient's place."""

    __tablename__ = "patient_requests"
    __table_args__ = (
        Index(
            "uq_patient_requests_open",
            "prescription_id",
            "kind",
            unique=True,
            sqlite_where=db.text("status = 'pending'"),
            postgresql_where=db.text("status = 'pending'"),
        ),
    )

    id: Mapped[Id]
    prescription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prescriptions.id"), index=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind, "kind"))
    status: Mapped[Answer] = mapped_column(choice(Answer, "status"), default=Answer.PENDING)
    mode: Mapped[Mode | None] = mapped_column(choice(Mode, "mode"))
    address: Mapped[str] = mapped_column(text(300), default="")
    note: Mapped[str] = mapped_column(text(500), default="")
    reason: Mapped[str] = mapped_column(text(500), default="")
    created_at: Mapped[CreatedAt]
    answered_at: Mapped[Moment | None]
    delegate_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    delegate = relationship("User")
    prescription = relationship("Prescription", back_populates="requests")
