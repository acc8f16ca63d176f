"""Medical records: entries of a patient's file, never overwritten: each amendment is a version."""

import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, foreign, mapped_column, relationship

from ..domain.medical_records import Kind
from ..extensions import db
from .attachments import Attachment
from .types import CreatedAt, Id, Moment, UserId, choice, text


class MedicalRecord(db.Model):
    """One entry; what it says now is its version of the highest number, `current`."""

    __tablename__ = "medical_records"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index("ix_medical_records_patient_created", "patient_id", "created_at"),
    )

    id: Mapped[Id]
    patient_id: Mapped[UserId]
    author_id: Mapped[UserId]
    kind: Mapped[Kind] = mapped_column(choice(Kind, "kind"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[Moment]
    search_text: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)  # what it says now, folded

    patient = relationship("User", foreign_keys="MedicalRecord.patient_id", lazy="joined")
    author = relationship("User", foreign_keys="MedicalRecord.author_id", lazy="joined")
    versions = relationship("MedicalRecordVersion", order_by="MedicalRecordVersion.number", back_populates="medical_record")
    attachments = relationship("Attachment", order_by="Attachment.id", back_populates="medical_record")
    current = relationship(
        "MedicalRecordVersion",
        primaryjoin=lambda: db.and_(
            foreign(MedicalRecordVersion.medical_record_id) == MedicalRecord.id,
            MedicalRecordVersion.number == MedicalRecord.version,
        ),
        uselist=False,
        viewonly=True,
        lazy="joined",
    )


class MedicalRecordVersion(db.Model):
    """What an entry said from `created_at` on, who said so and why."""

    __tablename__ = "medical_record_versions"
    __table_args__ = (UniqueConstraint("medical_record_id", "number"),)

    id: Mapped[Id]
    medical_record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("medical_records.id"))
    number: Mapped[int]
    author_id: Mapped[UserId]
    title: Mapped[str] = mapped_column(text(160))
    content: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(text(500), default="")
    created_at: Mapped[CreatedAt]

    medical_record = relationship(
        "MedicalRecord", back_populates="versions", foreign_keys="MedicalRecordVersion.medical_record_id"
    )
    author = relationship("User", foreign_keys="MedicalRecordVersion.author_id")


_ITS_FILES = select(func.count(Attachment.id)).where(Attachment.medical_record_id == MedicalRecord.id)
MedicalRecord.attachment_count = column_property(_ITS_FILES.correlate_except(Attachment).scalar_subquery())
