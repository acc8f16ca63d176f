"""Reads of sessions: who a token or a cookie proves to be, and the devices of a person."""

from functools import lru_cache
from hmac import compare_digest
from sys import intern
from time import time
from typing import NamedTuple
from uuid import UUID

import jwt
from flask import current_app
from jwt.exceptions import PyJWTError
from sqlalchemy import and_, bindparam, or_, select

from ..domain import locks
from ..domain.accounts import Status
from ..domain.errors import Locked, Unauthenticated
from ..extensions import db
from ..models import Session, User
from . import one


def identify(request, auth, now):
    """Return (who, when the token ends or None) for a handshake: `auth` has a token, or csrf beside cookies."""
    if isinstance(auth.get("token"), str):
        claims = claims_of(auth["token"])
        expires_at = float(claims["exp"])
    else:
        cookie = request.cookies.get(current_app.config["JWT_ACCESS_COOKIE_NAME"])
        csrf = auth.get("csrf")
        if not cookie or not isinstance(csrf, str) or not csrf:
            raise Unauthenticated("no_token")
        claims, expires_at = claims_of(cookie, csrf=csrf), None
    return _who(claims.get("sid"), now), expires_at


class Who(NamedTuple):
    """Whom a session proves, as far as a handshake must know: columns, not rows, for it is done by the thousand."""

    id: UUID
    role: str
    status: str
    language: str
    pharmacy_id: UUID | None
    session_id: UUID

    @property
    def is_active(self):
        """May this account act?"""
        return self.status == Status.ACTIVE


_USER, _SESSION = User.__table__.c, Session.__table__.c
_LOCK = (_SESSION.locked_at, _SESSION.active_at, _USER.pin_hash.is_not(None).label("has_pin"), _USER.lock_minutes)
_WHO = (
    select(_USER.id, _USER.role, _USER.status, _USER.language, _USER.pharmacy_id, _SESSION.id, *_LOCK)
    .join_from(User.__table__, Session.__table__, _SESSION.user_id == _USER.id)
    .where(_SESSION.id == bindparam("id"), _SESSION.ended_at.is_(None), _SESSION.expires_at > bindparam("now"))
    .where(_USER.status != Status.SUSPENDED)
)


def _who(session_id, now):
    try:
        row = db.session.execute(_WHO, {"id": UUID(str(session_id)), "now": now}).first()
    except ValueError:
        row = None
    if row is None:
        raise Unauthenticated("session_over")
    locked_at, active_at, has_pin, minutes = row[-len(_LOCK) :]
    if locks.is_locked(locked_at=locked_at, active_at=active_at, has_pin=has_pin, minutes=minutes, now=now):
        raise Locked
    return Who(*row[: -len(_LOCK)])


def claims_of(token, *, csrf=None, kind="access"):
    """Return the claims of a token that is genuine, in date and of `kind`; raise Unauthenticated otherwise.

    `csrf`: what the request shows beside a cookie; None where nothing is asked for.
    """
    try:
        claims = _genuine(token, current_app.config["JWT_SECRET_KEY"])
    except (PyJWTError, UnicodeError) as error:  # a client's frame may hold half a character
        raise Unauthenticated("bad_token") from error
    shown = csrf is None or (compare_digest(claims.get("csrf", "").encode(), csrf.encode(errors="replace")) and csrf)
    if not shown or claims.get("type") != kind or claims["exp"] <= time():
        raise Unauthenticated("bad_token")
    return dict(claims)


def proven(token, key):
    """Return the id of the session that an access token of ours is of, in date or not; None of anything else."""
    try:
        claims = _genuine(token, key)
        return UUID(str(claims.get("sid"))) if claims["type"] == "access" else None
    except (PyJWTError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _genuine(token, key):
    """Return the claims of a token that we signed, in date or not: a page shows the same one for a quarter of an hour."""
    claims = jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False, "require": ["exp", "sub", "type"]})
    return {intern(name): value for name, value in claims.items()}  # thousands are kept: each name of them once


def live(session_id, now):
    """Return the session row, locked or not, if it is good and its person not suspended; raise Unauthenticated if not."""
    try:
        session = db.session.get(Session, UUID(str(session_id)), populate_existing=True)
    except ValueError:
        session = None
    if session is None or not session.is_alive(now) or session.user.status == "suspended":
        raise Unauthenticated("session_over")
    return session


def visible_to(viewer, now):
    """Return the query of the viewer's own live sessions."""
    return select(Session).where(Session.user_id == viewer.id, Session.ended_at.is_(None), Session.expires_at > now)


def of(viewer, now):
    """Return the viewer's live sessions, newest first."""
    return db.session.scalars(visible_to(viewer, now).order_by(Session.last_seen_at.desc())).all()


def find(viewer, id, now):
    """Return one live session of the viewer's own."""
    return one(visible_to(viewer, now).where(Session.id == id))


def over(ids, now):
    """Return which of these sessions have ended, or are locked."""
    over = or_(Session.ended_at.is_not(None), Session.expires_at <= now, Session.locked_at.is_not(None))
    query = select(Session.id).where(Session.id.in_(ids), over)
    return db.session.scalars(query).all() if ids else []


def idle(now):
    """Return the ids of sessions that nobody has touched for as long as their person chose, and that are not locked yet."""
    is_idle = or_(*(and_(User.lock_minutes == n, Session.active_at <= now - locks.idle_for(n)) for n in locks.MINUTES))
    soonest = Session.active_at <= now - locks.idle_for(min(locks.MINUTES))  # what the index finds
    query = select(Session.id).join(Session.user).where(User.pin_hash.is_not(None), soonest, is_idle)
    return db.session.scalars(query.where(Session.locked_at.is_(None), Session.ended_at.is_(None))).all()
