"""Accounts: who may sign in, what a professional may do before verification, what a password must be."""

from datetime import date, timedelta
from enum import StrEnum

from .errors import Conflict, Forbidden, Invalid, InvalidTransition
from .roles import PROFESSIONALS, Role


class Status(StrEnum):
    """Whether an account may act: `pending` may sign in and do nothing else."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"


TRANSITIONS = {
    Status.PENDING: {Status.ACTIVE, Status.SUSPENDED},
    Status.ACTIVE: {Status.SUSPENDED},
    Status.SUSPENDED: {Status.ACTIVE},
}
LONG_PASSWORD = 12  # at least this long, or
SHORT_PASSWORD = 8  # this long and of strength 3 of zxcvbn's 0–4
LONGEST_PASSWORD = 256
STRONG = 3
ACCOUNT_FAILURES, ACCOUNT_WINDOW = 10, timedelta(minutes=15)
ADDRESS_FAILURES, ADDRESS_WINDOW = 60, timedelta(minutes=1)
OLDEST = 130  # years
LANGUAGES = ("fr", "en", "wo")


def language_of(choice):
    """Return the language that somebody chose; raise Invalid if there is none of that name."""
    if choice not in LANGUAGES:
        raise Invalid(language="unknown_value")
    return choice


def starts_as(role, *, registered_by_admin=False):
    """Return the status of a new account: professionals wait for an admin's verification."""
    return Status.PENDING if role in PROFESSIONALS and not registered_by_admin else Status.ACTIVE


def administer(account, goal, *, origin=None, actor):
    """Return the status `account` takes when admin `actor` verifies, suspends or reinstates it.

    Verifying and reinstating have the same goal; `origin` says which is meant, and the other is refused.
    """
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    if account.id == actor.id:
        raise Forbidden("not_oneself")
    if goal not in TRANSITIONS[account.status] or origin not in (None, account.status):
        raise InvalidTransition(account.status, goal)
    return goal


def reassign(account, role, *, actor):
    """Return the role `account` takes when admin `actor` gives its person another work; patients stay patients."""
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    if account.id == actor.id:
        raise Forbidden("not_oneself")
    if Role.PATIENT in (account.role, role):
        raise Conflict("patients_stay_patients")
    return role


def age(birth_date, now):
    """Return whole years between a birth date and a moment."""
    before = (now.month, now.day) < (birth_date.month, birth_date.day)
    return now.year - birth_date.year - before


def password_problem(password, *, strength, common):
    """Return the code of what is wrong with `password`, or None. `strength` is zxcvbn's score, `common` its rank ≤ 3,000."""
    if len(password) > LONGEST_PASSWORD:
        return "password_too_long"
    if common:
        return "password_common"
    if len(password) >= LONG_PASSWORD or (len(password) >= SHORT_PASSWORD and strength >= STRONG):
        return None
    return "password_weak"


def birth_date_problem(birth_date: date, today: date):
    """Return the code of what is wrong with a birth date, or None."""
    if birth_date > today:
        return "in_the_future"
    if birth_date.year < today.year - OLDEST:
        return "too_long_ago"
    return None
