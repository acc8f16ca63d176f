"""Sessions: signing in, the tokens it gives, the devices of a person."""

from datetime import datetime
from uuid import UUID

from flask import current_app
from pydantic import Field

from ...domain.roles import Role
from . import Answer, Body


class Login(Body):
    """An e-mail or phone, and a password."""

    login: str = Field(max_length=320)
    password: str


class SignedInUser(Answer):
    """Who signed in."""

    id: UUID
    role: Role
    name: str


class Tokens(Answer):
    """Proofs of a session; `expires_in` is the access token's, in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int

    @classmethod
    def of(cls, signed, **more):
        expires_in = current_app.config["ACCESS_TOKEN_SECONDS"]
        return cls(access_token=signed.access_token, refresh_token=signed.refresh_token, expires_in=expires_in, **more)


class SignedIn(Tokens):
    """The tokens of a new session, and whose it is."""

    user: SignedInUser


class Session(Answer):
    """One device of the caller's; `current` is the one that asks."""

    id: UUID
    device: str
    address: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    current: bool

    @classmethod
    def of(cls, session, current_id):
        names = ("id", "device", "address", "created_at", "last_seen_at", "expires_at")
        return cls(current=session.id == current_id, **{name: getattr(session, name) for name in names})
