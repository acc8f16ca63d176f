"""The journal: every fact once, and one numbered entry of it in each stream it was told to."""

import uuid
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import db
from .types import CreatedAt, Id, text

LOUD = db.text("loud")  # as the index of notifications says it: SQLite takes « loud = 1 » for something else


class Stream(db.Model):
    """One stream and the number of its newest entry; its row lock puts the numbers in commit order.

    Up to number `archived` it is no longer whole.
    """

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(text(64), primary_key=True)
    seq: Mapped[int]
    archived: Mapped[int] = mapped_column(default=0, server_default="0")


def _acts_of(fact, name):
    """Return the index of how often somebody did it lately. Partial: a query must say the fact's name, not bind it."""
    only = db.text(f"name = '{fact}'")
    return Index(f"ix_facts_{name}", "actor_id", "at", sqlite_where=only, postgresql_where=only)


class Fact(db.Model):
    """One event as it was recorded; `payload` holds ids and states alone."""

    __tablename__ = "facts"
    __table_args__ = (
        _acts_of("PrescriptionPresented", "presented"),
        _acts_of("PatientsSearched", "searched"),
        _acts_of("DelegateSought", "sought"),
    )

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(text(64))
    actor_id: Mapped[uuid.UUID | None]
    subject_id: Mapped[uuid.UUID]
    patient_id: Mapped[uuid.UUID | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[CreatedAt]


class Entry(db.Model):
    """Number `seq` of `stream`. `loud`: it is a notification for the people of that stream but its actor."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_fact", "fact_id"),
        Index("ix_entries_loud", "stream", "fact_id", sqlite_where=LOUD, postgresql_where=LOUD),
    )

    stream: Mapped[str] = mapped_column(text(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("facts.id"))
    loud: Mapped[bool]

    fact = relationship("Fact", lazy="joined", innerjoin=True)


class ArchiveHead(db.Model):
    """The newest fact that the archive has gone past: locked to go on, so that one process archives at a time."""

    __tablename__ = "archive_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact_id: Mapped[uuid.UUID]
