"""Passwords: argon2id in the hub's threads, so that no socket waits while one is hashed.

m=19456 KiB, t=2, p=1 is OWASP's Password Storage Cheat Sheet; on the loop it froze every socket for up to 566 ms.
"""

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from ..domain import accounts
from ..domain.errors import Invalid
from ..domain.locks import pin_problem

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_COMMON = frozenset(FREQUENCY_LISTS["passwords"][:3000])
_NOBODY = _hasher.hash("a password nobody has")  # verified for unknown accounts: the same answer takes the same time


def _in_a_thread(function, *args):
    return gevent.get_hub().threadpool.apply(function, args)


def hash_password(password):
    """Return the argon2id hash of a new password; raise Invalid if it is weak, common or too long."""
    short = password[: accounts.LONGEST_PASSWORD]
    problem = accounts.password_problem(
        password,
        strength=_in_a_thread(zxcvbn, short[:72])["score"] if len(short) >= accounts.SHORT_PASSWORD else 0,
        common=password.lower() in _COMMON,
    )
    if problem:
        raise Invalid(password=problem)
    return _in_a_thread(_hasher.hash, password)


def hash_pin(pin):
    """Return the argon2id hash of a new PIN; raise Invalid where it is none, or easily guessed."""
    if problem := pin_problem(pin):
        raise Invalid(pin=problem)
    return _in_a_thread(_hasher.hash, pin)


def matches(password, password_hash):
    """Is this the password of that hash? Without a hash (no such account) it takes as long and says no."""
    try:
        _in_a_thread(_hasher.verify, password_hash or _NOBODY, password[: accounts.LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and len(password) <= accounts.LONGEST_PASSWORD
