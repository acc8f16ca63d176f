"""Acts on delegations: a person names who follows their file, an admin does for who cannot, and any of them ends it."""

import re
from datetime import UTC, timedelta

from sqlalchemy import select

from ..domain import delegations as rules
from ..domain.delegations import Ground
from ..domain.errors import Conflict, Invalid, NoSuchPerson, TooMany, Unauthenticated, WrongPassword
from ..domain.events import DelegateSought, DelegationBegan, DelegationEnded
from ..extensions import db
from ..models import Delegation
from ..models.types import utcnow
from ..queries import delegations, one, users
from ..realtime import record
from . import command
from .contacts import phone_of
from .sessions import prove

NUMBER = re.compile(r"P\d{8}", re.IGNORECASE)


def name_delegate(delegate, *, bond, until=None, password, address, actor, now=None):
    """A person says who may follow their file, once they have proved who they are; return the delegation.

    `delegate` is a phone or a patient number. The password is checked before the transaction begins, and wrong ones count.
    """
    now = now or utcnow()
    rules.check(bond=bond, reason="", until=until, ground=rules.ground_of(actor, actor.id), today=now.date())
    wanted(delegate)
    if not password:
        raise Invalid(password="required")
    try:
        prove(actor, password, address=address, now=now)
    except Unauthenticated as wrong:
        raise WrongPassword("password_wrong") from wrong
    return begin_delegation(actor.id, delegate, bond=bond, until=until, actor=actor, now=now)


@command
def begin_delegation(patient_id, delegate, *, bond, reason="", until=None, actor, now):
    """Let a patient, named by phone or patient number, follow another's file; an admin says why. Both are told at once."""
    ground = rules.ground_of(actor, patient_id)
    rules.check(bond=bond, reason=reason, until=until, ground=ground, today=now.date())
    patient = users.find_patient(patient_id)
    users.lock(patient)  # of two named at once, each is counted by the other
    _end_what_is_over(patient.id, now)
    found = _sought(delegate, actor, now)
    rules.may_begin(patient.id, found.id, others=delegations.delegates_of(patient.id, now))
    said = {"ground": ground, "bond": bond.strip(), "reason": reason.strip() if ground == Ground.ADMIN else ""}
    delegation = Delegation(patient_id=patient.id, delegate_id=found.id, granted_by_id=actor.id, created_at=now, **said)
    delegation.ends_at = rules.ends(until, UTC)
    db.session.add(delegation)
    db.session.flush()
    record(DelegationBegan(**_facts(delegation, actor), ground=ground))
    return delegation


def wanted(text):
    """Return {"phone"|"number": …} of what was typed; raise Invalid if it is neither."""
    text = (text or "").strip()
    if not text:
        raise Invalid(delegate="required")
    if NUMBER.fullmatch(text):
        return {"number": text.upper()}
    try:
        return {"phone": phone_of(text)}
    except Invalid:
        raise Invalid(delegate="phone_or_number") from None


def _sought(text, actor, now):
    """Return the patient of a phone or number. Looking is recorded and counted, and so is finding nobody."""
    named = wanted(text)
    if delegations.sought_since(actor, now - timedelta(hours=1)) >= rules.NAMED_AN_HOUR:
        raise TooMany(seconds=3600)
    found = users.search_patients(**named)
    record(DelegateSought(subject_id=actor.id, actor_id=actor.id, found=len(found)))
    if not found:
        raise NoSuchPerson(delegate="no_such_patient")
    return found[0]


def _end_what_is_over(patient_id, now):
    """End what time has ended and the clock has not come to: it must not stand in the way of a new one."""
    for delegation in delegations.open_of(patient_id):
        if rules.is_due(delegation, now):
            _end(delegation, None, now)


@command
def end_delegation(id, *, actor, now):
    """The person, their delegate or an admin ends it, at once; return it."""
    delegation = delegations.find(actor, id, lock=True)
    rules.may_end(delegation, actor=actor, now=now)
    return _end(delegation, actor, now)


@command
def end_delegation_by_time(id, *, actor, now):
    """Time ends one whose last day is over."""
    delegation = one(select(Delegation).where(Delegation.id == id), lock=True)
    if not rules.is_due(delegation, now):
        raise Conflict("not_due")
    return _end(delegation, None, now)


def _end(delegation, actor, now):
    delegation.ended_at, delegation.ended_by_id = now, actor.id if actor is not None else None
    db.session.flush()
    record(DelegationEnded(**_facts(delegation, actor)))
    return delegation


def _facts(delegation, actor):
    people = {"patient_id": delegation.patient_id, "delegate_id": delegation.delegate_id}
    return {"subject_id": delegation.id, "actor_id": actor.id if actor is not None else None, **people}


def in_their_place(actor, patient_id):
    """Return the id of who does it in the patient's place: the actor's, or None where it is the patient."""
    return None if actor.id == patient_id else actor.id
