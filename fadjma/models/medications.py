"""The catalogue of medications, and the other names they go by."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import Id, text


class Medication(db.Model):
    """One presentation: a name (INN) in a form and strength. Each `…_key` is what it is recognised or found by."""

    __tablename__ = "medications"
    __table_args__ = (UniqueConstraint("name_key", "form_key", "strength_key", name="uq_medications_presentation"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(text(120))
    name_key: Mapped[str] = mapped_column(text(120))
    form: Mapped[str] = mapped_column(text(60), default="")
    form_key: Mapped[str] = mapped_column(text(60), default="")
    strength: Mapped[str] = mapped_column(text(120), default="")
    strength_key: Mapped[str] = mapped_column(text(120), default="")
    atc: Mapped[str] = mapped_column(text(7), default="")
    source: Mapped[str] = mapped_column(text(200), default="")
    dated: Mapped[date | None]


class MedicationAlias(db.Model):
    """Another name of what stands in the catalogue under `name_key`."""

    __tablename__ = "medication_aliases"
    __table_args__ = (UniqueConstraint("alias_key", "name_key", name="uq_medication_aliases_pair"),)

    id: Mapped[Id]
    alias: Mapped[str] = mapped_column(text(120))
    alias_key: Mapped[str] = mapped_column(text(120))
    name_key: Mapped[str] = mapped_column(text(120), index=True)
