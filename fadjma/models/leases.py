"""Leases: what each process knows of its own connections, true as long as it renews it."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import Id, Moment


class ProcessLease(db.Model):
    """One running process and its figures; one that no longer renews is forgotten."""

    __tablename__ = "process_leases"

    id: Mapped[Id]
    renewed_at: Mapped[Moment]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
