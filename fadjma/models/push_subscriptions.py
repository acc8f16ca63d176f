"""Push subscriptions: where to signal to a device whose page is closed; one a session, good as long as it is."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.push_subscriptions import LONGEST
from ..extensions import db
from .types import CreatedAt, Id, Moment, text


class PushSubscription(db.Model):
    """What one browser gave us: an address at its push service, and the keys that what is sent there is encrypted for."""

    __tablename__ = "push_subscriptions"

    id: Mapped[Id]
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    endpoint: Mapped[str] = mapped_column(text(LONGEST), unique=True)
    p256dh: Mapped[str] = mapped_column(text(88))
    auth: Mapped[str] = mapped_column(text(24))
    created_at: Mapped[CreatedAt]
    pushed_at: Mapped[Moment | None]

    session = relationship("Session", lazy="joined", innerjoin=True)
