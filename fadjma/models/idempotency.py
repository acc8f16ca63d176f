"""Idempotency keys: a repeated POST gives the first answer and does nothing again."""

import uuid

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import CreatedAt, UserId, text


class IdempotencyKey(db.Model):
    """The key of one act of one person on one path; written in the act's own transaction, kept 24 h."""

    __tablename__ = "idempotency_keys"

    digest: Mapped[str] = mapped_column(text(64), primary_key=True)  # of person, method, path and key
    user_id: Mapped[UserId]
    body: Mapped[str] = mapped_column(text(64))
    result_type: Mapped[str] = mapped_column(text(32))
    result_id: Mapped[uuid.UUID | None]
    outcome: Mapped[str] = mapped_column(text(32), default="")
    at: Mapped[CreatedAt] = mapped_column(index=True)
