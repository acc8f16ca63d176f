"""The audit trail: every act and every read, each chained to the one before by an HMAC."""

import uuid
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import CreatedAt, text


class AuditEntry(db.Model):
    """One act. `seal` is the HMAC of everything else in the row and of the seal before."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_patient", "patient_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    at: Mapped[CreatedAt]
    actor_id: Mapped[uuid.UUID | None]
    act: Mapped[str] = mapped_column(text(64))
    subject_type: Mapped[str] = mapped_column(text(32))
    subject_id: Mapped[uuid.UUID]
    patient_id: Mapped[uuid.UUID | None]
    grant_id: Mapped[uuid.UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[str] = mapped_column(text(64))


class AuditHead(db.Model):
    """The number and seal of the newest entry: locked to append, so the chain has no fork."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    seal: Mapped[str] = mapped_column(text(64))
