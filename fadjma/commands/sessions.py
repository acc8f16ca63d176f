"""Acts on sessions: signing in, keeping signed in, signing out."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from flask_jwt_extended import create_access_token, create_refresh_token, get_jti
from sqlalchemy import func, select

from ..domain import accounts
from ..domain.errors import TooMany, Unauthenticated
from ..domain.events import LoginFailed, SessionEnded, SessionRefreshed, SessionStarted
from ..domain.networks import network_of
from ..extensions import db
from ..models import LoginFailure, Session
from ..queries import one, sessions, users
from ..realtime import record
from . import command, passwords
from .contacts import login_of

GRACE = timedelta(seconds=60)  # a replaced refresh token still works: a lost answer, two tabs
LIFE = timedelta(days=30)


def authenticate(login, password, *, address, now):
    """Return the account of `login` and `password`; raise Unauthenticated, alike and as slowly for an unknown one."""
    login = login_of(login)
    user = users.by_login(login)
    prove(user, password, named=login, address=address, now=now)
    if user.status == accounts.Status.SUSPENDED:
        raise Unauthenticated("account_suspended")
    return user


def prove(user, password, *, named="", address, now):
    """Raise Unauthenticated unless this is the password of `user` (None: nobody's account, `named` so), TooMany at the end
    of the tries. Only failures count."""
    address = network_of(address)
    account, password_hash = _digest(str(user.id) if user else named), users.password_hash_of(user) if user else None
    _refuse_guessing(account, address, now)
    db.session.rollback()  # no transaction stays open while the password is checked
    right = passwords.matches(password, password_hash)
    _refuse_guessing(account, address, now)  # a thousand guesses sent at once had all been let in above
    if not right:
        note_login_failure(account, address, now=now)
        raise Unauthenticated("wrong_login")


def _refuse_guessing(account, address, now):
    """Raise TooMany once an account or an address has had its failures."""
    for condition, most, window in (
        (LoginFailure.account == account, accounts.ACCOUNT_FAILURES, accounts.ACCOUNT_WINDOW),
        (LoginFailure.address == address, accounts.ADDRESS_FAILURES, accounts.ADDRESS_WINDOW),
    ):
        if _failures(condition, now - window) >= most:
            raise TooMany("too_many_logins", seconds=int(window.total_seconds()))


def _failures(condition, since):
    return db.session.scalar(select(func.count()).select_from(LoginFailure).where(condition, LoginFailure.at > since))


def _digest(login):
    return hmac.new(current_app.config["SECRET_KEY"].encode(), login.encode(), hashlib.sha256).hexdigest()


@command
def note_login_failure(account, address, *, actor, now):
    """Count one failed log-in of an account (a digest) from an address."""
    failure = LoginFailure(account=account, address=address, at=now)
    db.session.add(failure)
    db.session.flush()
    record(LoginFailed(subject_id=failure.id, actor_id=None))
    return failure


@command(unverified=True)
def start_session(*, device, address, actor, now):
    """Sign a device in; return (session, access token, refresh token)."""
    session = Session(user_id=actor.id, device=_shown(device)[:200], address=address, created_at=now, refresh_jti="")
    session.last_seen_at, session.expires_at = now, now + LIFE
    db.session.add(session)
    db.session.flush()
    tokens = _new_tokens(session)
    record(SessionStarted(subject_id=session.id, actor_id=actor.id))
    return Signed(session, *tokens)


def _shown(device):
    return "".join(letter for letter in device if letter.isprintable())


class Signed:
    """A session and the tokens that prove it, once."""

    __tablename__ = "sessions"

    def __init__(self, session, access_token, refresh_token):
        self.session, self.access_token, self.refresh_token = session, access_token, refresh_token
        self.id = session.id


def _new_tokens(session):
    refresh = create_refresh_token(str(session.user_id), additional_claims={"sid": str(session.id)})
    session.refresh_jti = get_jti(refresh)
    return _access_token(session), refresh


def _same_tokens(session):
    claims = {"sid": str(session.id), "jti": session.refresh_jti}
    return _access_token(session), create_refresh_token(str(session.user_id), additional_claims=claims)


def _access_token(session):
    return create_access_token(str(session.user_id), additional_claims={"sid": str(session.id)})


def refresh_session(claims, *, now):
    """Return a session and new tokens for the claims of its refresh token. One used too late ends the session."""
    session = sessions.live(claims["sid"], now)  # locked or not: fresh tokens of a locked one open nothing
    known = claims["jti"] in (session.refresh_jti, session.replaced_jti)
    in_time = claims["jti"] == session.refresh_jti or (session.replaced_at and now - session.replaced_at <= GRACE)
    if not (known and in_time):
        end_session(session.id, reason="refresh_reused", actor=session.user, now=now)
        raise Unauthenticated("session_over")
    return _rotate(session.id, claims["jti"], actor=session.user, now=now)


@command(unverified=True)
def _rotate(id, jti, *, actor, now):
    session = one(select(Session).where(Session.id == id, Session.ended_at.is_(None)), lock=True)
    session.last_seen_at, session.expires_at = now, now + LIFE
    if jti == session.refresh_jti:
        session.replaced_jti, session.replaced_at = jti, now
        tokens = _new_tokens(session)
    else:
        tokens = _same_tokens(session)  # the second of two tabs gets what the first one got: no third token is born
    record(SessionRefreshed(subject_id=session.id, actor_id=actor.id))
    return Signed(session, *tokens)


@command(unverified=True)
def end_session(id, *, reason, actor, now):
    """End one of the actor's devices: its tokens and sockets are no longer good, in every process."""
    session = one(sessions.visible_to(actor, now).where(Session.id == id), lock=True)
    session.ended_at, session.ended_reason = now, reason
    record(SessionEnded(subject_id=session.id, actor_id=actor.id, reason=reason))
    return session
