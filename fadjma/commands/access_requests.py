"""Acts on access requests: asking, deciding, withdrawing, and what time does to them."""

from datetime import timedelta

from sqlalchemy import select

from ..domain import access_requests as rules
from ..domain.access_requests import Level, Status
from ..domain.errors import Conflict, TooMany
from ..domain.events import AccessRequested, AccessRequestStatusChanged
from ..extensions import db
from ..models import AccessRequest
from ..queries import access_requests, one, users
from ..realtime import record
from . import command


@command
def request_access(patient_id, *, reason, level, days, actor, now):
    """A doctor asks a patient for access to their file; return the request."""
    rules.may_ask(actor)
    rules.check(reason=reason, days=days)
    patient = users.find_patient(patient_id)
    if access_requests.pending_between(actor, patient.id):
        raise Conflict("already_asked")
    if access_requests.asked_since(actor, now - timedelta(days=1)) >= rules.DAILY_CAP:
        raise TooMany(seconds=3600)
    access_request = AccessRequest(
        patient_id=patient.id,
        doctor_id=actor.id,
        status=Status.PENDING,
        level=Level(level),
        reason=reason.strip(),
        days=days,
        created_at=now,
    )
    db.session.add(access_request)
    db.session.flush()
    record(
        AccessRequested(
            subject_id=access_request.id,
            actor_id=actor.id,
            patient_id=patient.id,
            doctor_id=actor.id,
            status=Status.PENDING,
            level=access_request.level,
        )
    )
    return access_request


@command
def decide_access_request(id, decision, *, level=None, days=None, note="", actor, now):
    """The patient approves (may narrow level and days), rejects or revokes a doctor's access to their file."""
    access_request = access_requests.find(actor, id, lock=True)
    status = rules.decide(access_request, decision, actor=actor, now=now)
    if status == Status.APPROVED:
        access_request.level, access_request.days = rules.narrow(access_request, level=level, days=days)
        access_request.expires_at = now + timedelta(days=access_request.days)
        access_request.decided_at = now
    else:
        access_request.note = rules.check_note(note)
    return _change(access_request, status, actor, now)


@command
def cancel_access_request(id, *, actor, now):
    """The doctor who asked withdraws the request."""
    access_request = access_requests.find(actor, id, lock=True)
    return _change(access_request, rules.cancel(access_request, actor=actor), actor, now)


@command
def end_access_request(id, *, actor, now):
    """Time ends a request that was never answered (lapsed) or whose days are over (expired)."""
    access_request = one(select(AccessRequest).where(AccessRequest.id == id), lock=True)
    if rules.has_lapsed(access_request, now):
        return _change(access_request, rules.step(access_request, Status.LAPSED), actor, now)
    if rules.has_expired(access_request, now):
        return _change(access_request, rules.step(access_request, Status.EXPIRED), actor, now)
    raise Conflict("not_due")


def _change(access_request, status, actor, now):
    access_request.status = status
    if status != Status.APPROVED:
        access_request.ended_at = now
    record(
        AccessRequestStatusChanged(
            subject_id=access_request.id,
            actor_id=actor.id if actor is not None else None,
            patient_id=access_request.patient_id,
            doctor_id=access_request.doctor_id,
            grant_id=access_request.id,
            status=status,
        )
    )
    return access_request
