"""Pharmacies: where ordonnances are dispensed."""

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import CreatedAt, Id, text


class Pharmacy(db.Model):
    """One pharmacy."""

    __tablename__ = "pharmacies"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(text(120), unique=True)
    town: Mapped[str] = mapped_column(text(80))
    phone: Mapped[str] = mapped_column(text(20), default="")
    created_at: Mapped[CreatedAt]
