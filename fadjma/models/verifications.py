"""Verifications: how often an address has asked within the minute whether an ordonnance is genuine, as digests."""

from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import db
from .types import Moment, text


class Verification(db.Model):
    """The questions of one address since `since`; `address` is a keyed digest, and what was asked is not kept."""

    __tablename__ = "verifications"

    address: Mapped[str] = mapped_column(text(64), primary_key=True)
    since: Mapped[Moment] = mapped_column(index=True)
    questions: Mapped[int]
