"""Sessions: one row a signed-in device; ending the row ends its tokens and sockets. And failed log-ins."""

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain import locks
from ..extensions import db
from .types import CreatedAt, Id, Moment, UserId, text

_OPEN = sql("ended_at IS NULL AND locked_at IS NULL")


class Session(db.Model):
    """One device of one person. `refresh_jti` names the only refresh token that is good for long."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_idle", "active_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[Id]
    user_id: Mapped[UserId]
    device: Mapped[str] = mapped_column(text(200), default="")
    address: Mapped[str] = mapped_column(text(45), default="")
    created_at: Mapped[CreatedAt]
    last_seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    refresh_jti: Mapped[str] = mapped_column(text(36))
    replaced_jti: Mapped[str | None] = mapped_column(text(36))
    replaced_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    ended_reason: Mapped[str | None] = mapped_column(text(32))
    active_at: Mapped[Moment | None]  # when a page of it last said that somebody is there
    locked_at: Mapped[Moment | None]
    pin_tries: Mapped[int] = mapped_column(default=0)  # since it was locked

    user = relationship("User", lazy="joined")

    def is_alive(self, now):
        """Is this session still good at `now`?"""
        return self.ended_at is None and self.expires_at > now

    def is_locked(self, now):
        """Must the PIN be given before anything of it is shown?"""
        person, state = self.user, {"locked_at": self.locked_at, "active_at": self.active_at}
        return locks.is_locked(**state, has_pin=person.has_pin, minutes=person.lock_minutes, now=now)


class LoginFailure(db.Model):
    """One failed log-in; `account` is a keyed digest of what was typed, so that no address is kept in clear."""

    __tablename__ = "login_failures"
    __table_args__ = (
        Index("ix_login_failures_account_at", "account", "at"),
        Index("ix_login_failures_address_at", "address", "at"),
    )

    id: Mapped[Id]
    account: Mapped[str] = mapped_column(text(64))
    address: Mapped[str] = mapped_column(text(45))
    at: Mapped[CreatedAt]
