"""Acts on patients before there is any access: looking for one, which is recorded, and counted against harvesting."""

import re
from datetime import timedelta

from ..domain.errors import Forbidden, Invalid, TooMany
from ..domain.events import PatientsSearched
from ..domain.roles import Role
from ..queries import users
from ..realtime import record
from . import command
from .contacts import phone_of

AN_HOUR = 60  # searches of a doctor: one a minute, all day
LONGEST_NAME = 120
NUMBER = re.compile(r"P\d{8}", re.IGNORECASE)
PHONE = re.compile(r"\+?[\d\s().-]{6,}")


@command
def search_patients(q, *, actor, now):
    """Return at most 10 patients of this exact phone or patient number, or with these (≥ 3) letters in their name."""
    if actor.role != Role.DOCTOR:
        raise Forbidden("wrong_role")
    wanted = _wanted((q or "").strip())
    if users.searched_since(actor, now - timedelta(hours=1)) >= AN_HOUR:
        raise TooMany(seconds=3600)
    found = users.search_patients(**wanted)
    record(PatientsSearched(subject_id=actor.id, actor_id=actor.id, found=len(found)))
    return found


def _wanted(q):
    """Return what is asked for: {"phone"|"number"|"name": …}."""
    if NUMBER.fullmatch(q):
        return {"number": q.upper()}
    if PHONE.fullmatch(q):
        try:
            return {"phone": phone_of(q)}
        except Invalid:
            raise Invalid(q="phone_invalid") from None
    if len(q) > LONGEST_NAME:
        raise Invalid(q="too_long")
    if all(sum(map(str.isalpha, word)) < users.SHORTEST_NAME for word in q.split()):
        raise Invalid(q="search_too_short")
    return {"name": q}
