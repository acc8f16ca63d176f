"""Readings: who has a patient's file open, for as long as its page keeps saying so."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, relationship

from ..extensions import db
from .types import Id, Moment, UserId


class Reading(db.Model):
    """One stay of one doctor in one file; `renewed_at` moves on while the page is open, `ended_at` is told."""

    __tablename__ = "readings"
    __table_args__ = (
        Index(
            "uq_readings_open",
            "patient_id",
            "reader_id",
            unique=True,
            sqlite_where=db.text("ended_at IS NULL"),
            postgresql_where=db.text("ended_at IS NULL"),
        ),
        Index(
            "ix_readings_renewed",
            "renewed_at",
            sqlite_where=db.text("ended_at IS NULL"),
            postgresql_where=db.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    patient_id: Mapped[UserId]
    reader_id: Mapped[UserId]
    began_at: Mapped[Moment]
    renewed_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    reader = relationship("User", foreign_keys="Reading.reader_id", lazy="joined")
