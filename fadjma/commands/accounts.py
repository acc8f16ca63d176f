"""Acts on accounts: registering, creating, verifying, suspending, reinstating, a new password."""

import secrets

from sqlalchemy import select, update

from ..domain import accounts as rules
from ..domain.accounts import Status
from ..domain.errors import Forbidden, Invalid, Unauthenticated
from ..domain.events import AccountReassigned, AccountRegistered, AccountStatusChanged, PasswordChanged, SessionEnded
from ..domain.roles import Role
from ..extensions import db
from ..models import Pharmacy, Session, User
from ..models.types import utcnow
from ..queries import users
from ..realtime import record
from . import command
from .passwords import hash_password
from .registrations import describe
from .sessions import prove


def register(*, role, password, actor=None, now=None, **fields):
    """Make the account somebody asks for; its password is hashed before the transaction begins."""
    try:
        password_hash = hash_password(password)
    except Invalid as weak:
        raise Invalid(**_problems(Role(role), fields, now or utcnow()) | weak.errors) from weak
    return register_account(role=role, password_hash=password_hash, actor=actor, now=now, **fields)


def _problems(role, fields, now):
    try:
        describe(role, now=now, **fields)
    except Invalid as refusal:
        return refusal.errors
    return {}


@command
def register_account(*, role, actor, now, **fields):
    """Make an account: by the person (professionals then wait for verification) or by an admin (at once active)."""
    if actor is not None and actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    if actor is None and role == Role.ADMIN:
        raise Invalid(role="role_not_open")
    return _add(Role(role), by=actor, now=now, **fields)


@command
def appoint_admin(*, actor, now, **fields):
    """Whoever holds the machine makes an admin: the only way to the first one."""
    return _add(Role.ADMIN, by=None, now=now, **fields)


def _add(role, *, by, now, password_hash, **fields):
    user = describe(role, now=now, **fields)
    user.password_hash, user.status = password_hash, rules.starts_as(role, registered_by_admin=by is not None)
    user.created_at, user.verified_at = now, now if user.is_active else None
    if role == Role.PATIENT:
        user.patient_number = _free_patient_number()
    db.session.add(user)
    db.session.flush()
    record(AccountRegistered(subject_id=user.id, actor_id=by.id if by else user.id, role=role, status=user.status))
    return user


def _free_patient_number():
    while True:
        number = f"P{secrets.randbelow(10**8):08d}"
        if not db.session.scalar(select(User.id).where(User.patient_number == number)):
            return number


@command
def administer_account(id, goal, *, origin=None, actor, now):
    """An admin verifies (`active` from `pending`), reinstates or suspends an account; suspension ends its devices."""
    user = users.find(actor, id, lock=True)
    user.status = rules.administer(user, goal, origin=origin, actor=actor)
    if user.status == Status.ACTIVE and user.verified_at is None:
        user.verified_at = now
    if user.status == Status.SUSPENDED:
        ended = update(Session).where(Session.user_id == user.id, Session.ended_at.is_(None))
        db.session.execute(ended.values(ended_at=now, ended_reason="suspended"))
    record(AccountStatusChanged(subject_id=user.id, actor_id=actor.id, status=user.status))
    return user


@command
def reassign_account(id, *, role, pharmacy_id=None, actor, now):
    """An admin gives a professional another role or pharmacy; their connections come back with other streams."""
    user = users.find(actor, id, lock=True)
    role = rules.reassign(user, Role(role), actor=actor)
    if role == Role.PHARMACIST and (pharmacy_id is None or db.session.get(Pharmacy, pharmacy_id) is None):
        raise Invalid(pharmacy_id="pharmacy_unknown")
    user.role, user.pharmacy_id = role, pharmacy_id if role == Role.PHARMACIST else None
    record(AccountReassigned(subject_id=user.id, actor_id=actor.id, role=user.role))
    return user


def change_password(current, new, *, session_id, address, actor, now=None):
    """Give the actor a new password once they have proved the old one; their other devices are signed out."""
    wrong = {}
    try:
        prove(actor, current, address=address, now=now or utcnow())
    except Unauthenticated:
        wrong["current_password"] = "password_wrong"
    try:
        password_hash = hash_password(new)
    except Invalid as weak:
        wrong |= weak.errors
    if wrong:
        raise Invalid(**wrong)
    return replace_password(password_hash, session_id=session_id, actor=actor, now=now)


@command(unverified=True)
def replace_password(password_hash, *, session_id, actor, now):
    """Keep a new password's hash and end every other device."""
    actor.password_hash = password_hash
    others = select(Session).where(Session.user_id == actor.id, Session.ended_at.is_(None), Session.id != session_id)
    for session in db.session.scalars(others).unique():
        session.ended_at, session.ended_reason = now, "password_changed"
        record(SessionEnded(subject_id=session.id, actor_id=actor.id, reason="password_changed"))
    record(PasswordChanged(subject_id=actor.id, actor_id=actor.id))
    return actor
