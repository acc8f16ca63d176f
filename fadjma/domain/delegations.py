"""Who follows whose file: a delegate is another patient, named by the person, or by an admin for who cannot.

A delegate sees and decides what the person would: the file, ordonnances, who may read. They never touch the account, name
nobody else, and take the file away with nobody. What they do says for whom, by construction (`in_whose_name`).
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from .errors import Conflict, Forbidden, Invalid
from .roles import Role


class Ground(StrEnum):
    """Who said so."""

    PERSON = "person"
    ADMIN = "admin"  # for a child, or an elder who cannot


MOST = 5  # delegates of one person: a family, not a crowd
NAMED_AN_HOUR = 10  # numbers one may try in an hour: a slip of the finger, not a harvest
BOND_LENGTH = 60
REASON_LENGTH = 500


def check(*, bond, reason, until, ground, today):
    """Raise Invalid unless the bond is said in a word, the end lies ahead, and an admin gives a reason."""
    errors = _word(bond=bond, most=BOND_LENGTH)
    if ground == Ground.ADMIN:
        errors |= _word(reason=reason, most=REASON_LENGTH)
    if until is not None and until < today:
        errors["until"] = "in_the_past"
    if errors:
        raise Invalid(**errors)


def _word(*, most, **said):
    ((name, text),) = said.items()
    if not (text or "").strip():
        return {name: "required"}
    return {name: "too_long"} if len(text) > most else {}


def ground_of(actor, patient_id):
    """Return on what ground `actor` may name a delegate for a patient; raise Forbidden for anybody else, delegates too."""
    if actor.role == Role.ADMIN:
        return Ground.ADMIN
    if actor.id != patient_id:
        raise Forbidden("only_the_person_names")
    return Ground.PERSON


def may_begin(patient_id, delegate_id, *, others):
    """Refuse oneself, and more delegates than MOST; `others` are the ids of those there are."""
    if delegate_id == patient_id:
        raise Invalid(delegate="not_oneself")
    if delegate_id in others:
        raise Conflict("already_follows")
    if len(others) >= MOST:
        raise Conflict("too_many_delegates")


def ends(until, zone):
    """Return the moment a delegation of which `until` is the last day ends, or None."""
    return datetime.combine(until + timedelta(days=1), time(), zone) if until else None


def in_force(delegation, now):
    """Does it hold at `now`? The clock may be late: time is checked here too."""
    return delegation.ended_at is None and (delegation.ends_at is None or delegation.ends_at > now)


def may_end(delegation, *, actor, now):
    """Refuse whoever is neither of the two nor an admin, and what is over already."""
    if actor.role != Role.ADMIN and actor.id not in (delegation.patient_id, delegation.delegate_id):
        raise Forbidden("not_yours_to_end")
    if not in_force(delegation, now):
        raise Conflict("delegation_over")


def is_due(delegation, now):
    """Has time ended one that nobody has?"""
    return delegation.ended_at is None and not in_force(delegation, now)


def speaks_for(patient_id, actor, delegation=None):
    """May `actor` decide as this patient: the patient, or who follows them under `delegation`, which holds or is None?"""
    if actor.id == patient_id:
        return True
    pair = (patient_id, actor.id)
    return delegation is not None and delegation.ended_at is None and pair == (delegation.patient_id, delegation.delegate_id)


def in_whose_name(event, actor):
    """Return `event`, saying for whom it was done where one patient did it in another's file."""
    in_own_name = event.personal or event.patient_id in (None, event.actor_id)
    if actor is None or actor.role != Role.PATIENT or actor.id != event.actor_id or in_own_name:
        return event
    return replace(event, on_behalf_of=event.patient_id)
