"""Acts on the lock of a shared phone: a PIN, locking by hand and by time, opening with the PIN.

A try is counted before it is compared: of a thousand sent at once, five are.
"""

from sqlalchemy import select, update

from ..domain.errors import Conflict, Invalid, Locked, Unauthenticated, WrongPin
from ..domain.events import PinChanged, PinTried, SessionEnded, SessionLocked, SessionUnlocked
from ..domain.locks import MINUTES, TRIES
from ..extensions import db
from ..models import Session
from ..models.types import utcnow
from ..queries import one, sessions
from ..realtime import record
from . import command, passwords
from .sessions import prove


def set_pin(pin, *, minutes, password, address, actor, now=None):
    """Give the actor's phones a PIN, once their password has proved them, and the minutes after which they lock."""
    wrong, pin_hash = _disproved(actor, password, address, now), None
    if minutes not in MINUTES:
        wrong["lock_minutes"] = "unknown_value"
    try:
        pin_hash = passwords.hash_pin(pin)
    except Invalid as refusal:
        wrong |= refusal.errors
    if wrong:
        raise Invalid(**wrong)
    return keep_pin(pin_hash, minutes=minutes, actor=actor, now=now)


def remove_pin(*, password, address, actor, now=None):
    """Take the PIN away, once the password has proved who asks. Their phones that are locked are signed out."""
    if wrong := _disproved(actor, password, address, now):
        raise Invalid(**wrong)
    return forget_pin(actor=actor, now=now)


def _disproved(actor, password, address, now):
    try:
        prove(actor, password, address=address, now=now or utcnow())
    except Unauthenticated:
        return {"password": "password_wrong"}
    return {}


@command(unverified=True)
def keep_pin(pin_hash, *, minutes, actor, now):
    """Keep the hash of a PIN, and when phones lock by themselves. Those that time has locked stay locked, as said before."""
    for session in db.session.scalars(sessions.visible_to(actor, now)).unique():
        if session.locked_at is None and session.is_locked(now):
            _lock(session, None, now)
    actor.pin_hash, actor.lock_minutes = pin_hash, minutes
    record(PinChanged(subject_id=actor.id, actor_id=actor.id))
    return actor


@command(unverified=True)
def forget_pin(*, actor, now):
    """Keep no PIN; a phone that waits for it can only be signed in to again."""
    if actor.pin_hash is None:
        raise Conflict("no_pin")
    for session in db.session.scalars(sessions.visible_to(actor, now)).unique():
        if not session.is_locked(now):  # by hand, or by time where the clock is late
            continue
        session.ended_at, session.ended_reason = now, "pin_removed"
        record(SessionEnded(subject_id=session.id, actor_id=actor.id, reason="pin_removed"))
    actor.pin_hash = None
    record(PinChanged(subject_id=actor.id, actor_id=actor.id))
    return actor


def note_presence(session, now=None):
    """Somebody is at the phone: it does not lock by itself yet. Beside the commands, as a lease: nobody is told of it."""
    now = now or utcnow()
    if session.is_locked(now):
        raise Locked
    id = session.id
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        mine = update(Session).where(Session.id == id, Session.locked_at.is_(None), Session.ended_at.is_(None))
        connection.execute(mine.values(active_at=now))


@command(unverified=True)
def lock_session(id, *, actor, now):
    """Lock one of the actor's devices: nothing of it is shown, heard or done until the PIN is given."""
    if actor.pin_hash is None:
        raise Conflict("no_pin")
    session = one(sessions.visible_to(actor, now).where(Session.id == id), lock=True)
    if session.locked_at is not None:
        raise Locked
    return _lock(session, actor.id, now)


@command
def lock_idle_session(id, *, actor, now):
    """Time locks a device that nobody touches."""
    session = one(select(Session).where(Session.id == id, Session.ended_at.is_(None)), lock=True)
    if session.locked_at is not None or not session.is_locked(now):
        raise Conflict("not_due")
    return _lock(session, None, now)


def _lock(session, actor_id, now):
    if session.locked_at is None:
        session.locked_at, session.pin_tries = now, 0
        record(SessionLocked(subject_id=session.id, actor_id=actor_id))
    return session


def unlock(session, pin, *, now=None):
    """Open a locked device with its person's PIN. Raises WrongPin; the fifth ends the session and raises Unauthenticated."""
    id, person, pin_hash = session.id, session.user, session.user.pin_hash
    tries = try_pin(id, actor=person, now=now).pin_tries
    db.session.rollback()  # no transaction stays open while the PIN is compared
    if passwords.matches(pin, pin_hash):
        return open_session(id, actor=person, now=now)
    if tries < TRIES:
        raise WrongPin(TRIES - tries)
    give_up(id, actor=person, now=now)
    raise Unauthenticated("session_over")


@command(unverified=True)
def try_pin(id, *, actor, now):
    """Count one try. A page may have locked where the network kept it from saying so: the session locks then, first."""
    session = one(sessions.visible_to(actor, now).where(Session.id == id), lock=True)
    if actor.pin_hash is None:
        raise Conflict("no_pin")
    _lock(session, None, now)
    if session.pin_tries >= TRIES:
        raise Unauthenticated("session_over")
    session.pin_tries += 1
    record(PinTried(subject_id=session.id, actor_id=None))
    return session


@command(unverified=True)
def open_session(id, *, actor, now):
    """Show and do again what the device's person may."""
    session = one(sessions.visible_to(actor, now).where(Session.id == id), lock=True)
    session.locked_at, session.active_at, session.pin_tries = None, now, 0
    record(SessionUnlocked(subject_id=session.id, actor_id=actor.id))
    return session


@command(unverified=True)
def give_up(id, *, actor, now):
    """End a device after the last wrong PIN."""
    session = one(sessions.visible_to(actor, now).where(Session.id == id), lock=True)
    session.ended_at, session.ended_reason = now, "pin_refused"
    record(SessionEnded(subject_id=session.id, actor_id=None, reason="pin_refused"))
    return session
