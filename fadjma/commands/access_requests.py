"""Acts on access requests: asking, deciding, withdrawing, and what time does to them."""

from datetime import timedelta

from sqlalchemy import select

from ..domain import access_requests as rules
from ..domain.access_requests import Status
from ..domain.emergencies import after_closing
from ..domain.errors import Conflict, NotFound, TooMany
from ..domain.events import AccessEnding, AccessRequested
from ..models import AccessRequest
from ..queries import access_requests, delegations, one, users
from ..realtime import record
from . import access_steps, command
from .delegations import in_their_place


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
    wish = {"level": level, "reason": reason, "days": days}
    access_request = access_steps.new(patient.id, **wish, status=Status.PENDING, actor=actor, now=now)
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
    delegation = delegations.held(actor, access_request.patient_id, now)
    status = rules.decide(access_request, decision, actor=actor, now=now, delegation=delegation)
    access_request.delegate_id = in_their_place(actor, access_request.patient_id)
    if status == Status.APPROVED:
        access_request.level, access_request.days = rules.narrow(access_request, level=level, days=days)
        access_request.expires_at = now + timedelta(days=access_request.days)
        access_request.decided_at = now
    else:
        access_request.note = rules.check_note(note)
    return access_steps.change(access_request, status, actor, now)


@command
def cancel_access_request(id, *, actor, now):
    """The doctor who asked withdraws the request."""
    access_request = access_requests.find(actor, id, lock=True)
    return access_steps.change(access_request, rules.cancel(access_request, actor=actor, now=now), actor, now)


@command
def cut_access(doctor_id, *, patient_id=None, actor, now):
    """The patient, or who follows them (then `patient_id` says whom), ends everything that a doctor was granted; return the
    last of it. An emergency ends otherwise."""
    patient_id = patient_id or actor.id
    delegation = delegations.held(actor, patient_id, now)
    granted = access_requests.granted_between(doctor_id, patient_id, now)
    if not granted:
        raise NotFound
    for access_request in granted:
        status = rules.decide(access_request, Status.REVOKED, actor=actor, now=now, delegation=delegation)
        access_request.delegate_id = in_their_place(actor, patient_id)
        access_steps.change(access_request, status, actor, now)
    return granted[-1]


@command
def end_access_request(id, *, actor, now):
    """Time ends a request that was never answered (lapsed), an access whose days are over, an emergency whose hours are."""
    access_request = one(select(AccessRequest).where(AccessRequest.id == id), lock=True)
    goal = rules.ended_by_time(access_request, now)
    if goal is None:
        raise Conflict("not_due")
    rules.step(access_request, goal)
    if goal == Status.CLOSED:
        goal = after_closing(access_request)
    return access_steps.change(access_request, goal, actor, now)


@command
def warn_of_end(id, *, actor, now):
    """Time warns the patient and the doctor, once, of an access that ends within two days."""
    access_request = one(select(AccessRequest).where(AccessRequest.id == id), lock=True)
    if not rules.is_ending(access_request, now):
        raise Conflict("not_due")
    access_request.warned_at = now
    told = {"patient_id": access_request.patient_id, "doctor_id": access_request.doctor_id, "status": access_request.status}
    record(AccessEnding(subject_id=access_request.id, actor_id=None, grant_id=access_request.id, **told))
    return access_request
