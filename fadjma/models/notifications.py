"""Read marks: which notifications a person has read. The notification itself is its entry in the journal."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import CreatedAt


class ReadMark(db.Model):
    """This person has read the notification of this fact; `together`: with which others, where all were read at once."""

    __tablename__ = "read_marks"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    fact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("facts.id"), primary_key=True, index=True)
    at: Mapped[CreatedAt]
    together: Mapped[uuid.UUID | None]
