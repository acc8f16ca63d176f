"""Attachments: files that belong to an entry, their bytes in a row of their own so that no list ever reads them.

The bytes are in the database and not in a folder beside it: what is written with the fact and its audit entry is there with
them or not at all, whatever is killed when; a backup has everything in it and a restore brings it back; and any number of
processes on any number of machines read the same. The price is a larger database, of a kind that both of ours carry well.
"""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.attachments import MOST_BYTES, NAME_LENGTH, Type
from ..extensions import db
from .types import CreatedAt, Id, UserId, choice, text


class Attachment(db.Model):
    """What is said of a file; its address is its id, its `name` only what people read."""

    __tablename__ = "attachments"
    __table_args__ = (CheckConstraint(f"size BETWEEN 1 AND {MOST_BYTES}", name="size"),)

    id: Mapped[Id]
    medical_record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("medical_records.id"), index=True)
    author_id: Mapped[UserId]
    name: Mapped[str] = mapped_column(text(NAME_LENGTH))
    type: Mapped[Type] = mapped_column(choice(Type, "type"))
    size: Mapped[int]
    created_at: Mapped[CreatedAt]

    medical_record = relationship("MedicalRecord", back_populates="attachments")


class AttachmentContent(db.Model):
    """The bytes of one file."""

    __tablename__ = "attachment_contents"

    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
