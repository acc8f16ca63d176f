"""Acts on accounts: registering, creating, verifying, suspending, reinstating, a new password."""

import secrets

from sqlalchemy import select, update

from ..domain import accounts as rules
from ..domain.accounts import Status
from ..domain.errors import Forbidden, Invalid
from ..domain.events import AccountRegistered, AccountStatusChanged, PasswordChanged, SessionEnded
from ..domain.roles import Role
from ..domain.stock import medication_key as folded
from ..extensions import db
from ..models import Pharmacy, Session, User
from ..queries import users
from ..realtime import record
from . import command
from .contacts import email_of, phone_of
from .passwords import hash_password, matches

NAME_LENGTH = 120


def register(*, password, **fields):
    """Make the account somebody asks for; the password is hashed before the transaction begins."""
    return register_account(password_hash=hash_password(password), **fields)


@command
def register_account(
    *,
    role,
    name,
    password_hash,
    email="",
    phone="",
    birth_date=None,
    pharmacy_id=None,
    establishment="",
    town="",
    actor,
    now,
):
    """Make an account: by the person (professionals then wait for verification) or by an admin (at once active)."""
    if actor is not None and actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    if actor is None and role == Role.ADMIN:
        raise Invalid(role="role_not_open")
    user = User(role=Role(role), name=" ".join(name.split()), password_hash=password_hash, birth_date=birth_date)
    user.status = rules.starts_as(user.role, registered_by_admin=actor is not None)
    user.establishment, user.town = establishment.strip()[:NAME_LENGTH], town.strip()[:80]
    user.created_at, user.verified_at = now, now if user.is_active else None
    user.email, user.phone = email_of(email) if email else None, phone_of(phone) if phone else None
    user.pharmacy_id = pharmacy_id if user.role == Role.PHARMACIST else None
    _check(user, now)
    user.search_name = folded(user.name)
    if user.role == Role.PATIENT:
        user.patient_number = _free_patient_number()
    db.session.add(user)
    db.session.flush()
    record(
        AccountRegistered(subject_id=user.id, actor_id=actor.id if actor else user.id, role=user.role, status=user.status)
    )
    return user


def _check(user, now):
    errors = {}
    if not user.name:
        errors["name"] = "required"
    elif len(user.name) > NAME_LENGTH:
        errors["name"] = "too_long"
    if not user.email and not user.phone:
        errors["email"] = "email_or_phone"
    if user.role == Role.PATIENT and user.birth_date is None:
        errors["birth_date"] = "required"
    elif user.birth_date and (problem := rules.birth_date_problem(user.birth_date, now.date())):
        errors["birth_date"] = problem
    if user.role == Role.PHARMACIST and (user.pharmacy_id is None or db.session.get(Pharmacy, user.pharmacy_id) is None):
        errors["pharmacy_id"] = "pharmacy_unknown"
    for field in ("email", "phone"):
        value = getattr(user, field)
        if value and db.session.scalar(select(User.id).where(getattr(User, field) == value)):
            errors[field] = "already_used"
    if errors:
        raise Invalid(**errors)


def _free_patient_number():
    while True:
        number = f"P{secrets.randbelow(10**8):08d}"
        if not db.session.scalar(select(User.id).where(User.patient_number == number)):
            return number


@command
def administer_account(id, goal, *, actor, now):
    """An admin verifies or reinstates (`active`) or suspends an account; suspension ends its devices."""
    user = users.find(actor, id, lock=True)
    user.status = rules.administer(user, goal, actor=actor)
    if user.status == Status.ACTIVE and user.verified_at is None:
        user.verified_at = now
    if user.status == Status.SUSPENDED:
        ended = update(Session).where(Session.user_id == user.id, Session.ended_at.is_(None))
        db.session.execute(ended.values(ended_at=now, ended_reason="suspended"))
    record(AccountStatusChanged(subject_id=user.id, actor_id=actor.id, status=user.status))
    return user


def change_password(current, new, *, session_id, actor, now=None):
    """Give the actor a new password once they have proved the old one; their other devices are signed out."""
    if not matches(current, actor.password_hash):
        raise Invalid(current_password="password_wrong")
    return replace_password(hash_password(new), session_id=session_id, actor=actor, now=now)


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
