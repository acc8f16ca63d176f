"""A pharmacy's stock: lots, reservations, and the append-only movements that explain every quantity."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import db
from .types import CreatedAt, Id, UserId, text


class StockItem(db.Model):
    """One lot of one medication in one pharmacy; quantities in dispensing units, never below zero."""

    __tablename__ = "stock_items"
    __table_args__ = (
        UniqueConstraint("pharmacy_id", "medication_key", "lot", "expires_on"),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved BETWEEN 0 AND on_hand", name="reserved"),
        CheckConstraint("threshold >= 0", name="threshold"),
        Index("ix_stock_items_pharmacy_medication", "pharmacy_id", "medication_key", "expires_on"),
    )

    id: Mapped[Id]
    pharmacy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pharmacies.id"))
    medication: Mapped[str] = mapped_column(text(120))
    medication_key: Mapped[str] = mapped_column(text(120))
    lot: Mapped[str] = mapped_column(text(60))
    expires_on: Mapped[date]
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)
    threshold: Mapped[int] = mapped_column(default=0)
    low_told: Mapped[bool] = mapped_column(default=False)  # low stock is told once, until it is no longer low
    expiry_told: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    pharmacy = relationship("Pharmacy")


class Reservation(db.Model):
    """Units of a lot set aside for a line that is being prepared."""

    __tablename__ = "reservations"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"), UniqueConstraint("line_id", "stock_item_id"))

    id: Mapped[Id]
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("prescription_lines.id"), index=True)
    stock_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stock_items.id"), index=True)
    quantity: Mapped[int]

    stock_item = relationship("StockItem")


class StockMovement(db.Model):
    """Append-only: why the units on hand of a lot changed (receipt, delivery, adjustment)."""

    __tablename__ = "stock_movements"
    __table_args__ = (CheckConstraint("quantity <> 0", name="quantity"),)

    id: Mapped[Id]
    stock_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stock_items.id"), index=True)
    actor_id: Mapped[UserId]
    prescription_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("prescriptions.id"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(text(300), default="")
    at: Mapped[CreatedAt]

    actor = relationship("User")
    prescription = relationship("Prescription")
