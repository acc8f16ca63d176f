"""The table of interactions: pairs of medicines that should not meet."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.interactions import Severity
from ..extensions import db
from .types import Id, choice, text


class InteractionRow(db.Model):
    """One pair, its sides in the order of the alphabet: each an ATC code, the beginning of one, or a substance's key."""

    __tablename__ = "interactions"
    __table_args__ = (UniqueConstraint("first", "second", name="uq_interactions_pair"),)

    id: Mapped[Id]
    first: Mapped[str] = mapped_column(text(120))
    second: Mapped[str] = mapped_column(text(120))
    severity: Mapped[Severity] = mapped_column(choice(Severity, "severity"))
    effect: Mapped[str] = mapped_column(text(300))
    source: Mapped[str] = mapped_column(text(200), default="")
    dated: Mapped[date | None]
