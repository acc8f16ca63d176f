"""Acts on emergencies: opened with the password again, closed, contested by the patient, reviewed by an admin."""

from ..domain import emergencies as rules
from ..domain.access_requests import Level, Status, check_note, ended_by_time, may_ask
from ..domain.emergencies import ReasonCode
from ..domain.errors import Unauthenticated, WrongPassword
from ..domain.events import EmergencyOpened, EmergencyReported
from ..models.types import utcnow
from ..queries import access_requests, delegations, emergencies, users
from ..realtime import record
from . import access_steps, command
from .delegations import in_their_place
from .sessions import prove


def open_emergency(patient_id, *, reason, password, reason_code=ReasonCode.OTHER, address, actor, now=None):
    """A doctor opens a patient's file without having been let in, once they have proved who they are; return the access.

    The password is checked before the transaction begins: wrong ones count as failed log-ins do, and end the trying.
    """
    now = now or utcnow()
    may_ask(actor)
    rules.check(reason=reason, password=password)
    try:
        prove(actor, password, address=address, now=now)
    except Unauthenticated as wrong:
        raise WrongPassword("password_wrong") from wrong
    return begin_emergency(patient_id, reason=reason, reason_code=reason_code, actor=actor, now=now)


@command
def begin_emergency(patient_id, *, reason, reason_code, actor, now):
    """Open the file for four hours, read only, and tell the patient and the admins. The password has been proved."""
    may_ask(actor)
    users.lock(actor)  # two at once would both find none in the last 24 h
    patient = users.find_patient(patient_id)
    _close_what_is_over(actor, patient.id, now)
    rules.may_open(last=emergencies.last_between(actor, patient.id), now=now)
    opened = {"status": Status.EMERGENCY, "emergency": True, "reason_code": ReasonCode(reason_code)}
    asked = {"level": Level.READ, "days": 1, "reason": reason}
    access_request = access_steps.new(patient.id, **asked, **opened, expires_at=now + rules.LIFE, actor=actor, now=now)
    told = {"subject_id": access_request.id, "actor_id": actor.id, "patient_id": patient.id, "doctor_id": actor.id}
    told |= {"grant_id": access_request.id, "status": Status.EMERGENCY, "reason_code": access_request.reason_code}
    record(EmergencyOpened(level=Level.READ, **told))
    record(EmergencyReported(**told))
    return access_request


def _close_what_is_over(doctor, patient_id, now):
    """Close the one of before, where the clock has not come to it: it must not stand in the way of this one."""
    before = emergencies.open_between(doctor, patient_id)
    if before is not None and ended_by_time(before, now):
        access_steps.change(before, rules.after_closing(before), None, now)


@command
def close_emergency(id, *, actor, now):
    """The doctor who opened it needs it no longer."""
    access_request = access_requests.find(actor, id, lock=True)
    return access_steps.change(access_request, rules.close(access_request, actor=actor), actor, now)


@command
def contest_emergency(id, *, note="", actor, now):
    """The patient says that it was none; `note` stays theirs. While open it stays so, and is contested as it closes."""
    access_request = access_requests.find(actor, id, lock=True)
    delegation = delegations.held(actor, access_request.patient_id, now)
    status = rules.contest(access_request, actor=actor, now=now, delegation=delegation)
    access_request.delegate_id = in_their_place(actor, access_request.patient_id)
    access_request.contested_at, access_request.note = now, check_note(note)
    return access_steps.change(access_request, status, actor, now, act="contested")


@command
def review_emergency(id, verdict, *, actor, now):
    """An admin who is not the doctor judges an emergency that has ended: `justified`, or `contested`."""
    access_request = access_requests.find(actor, id, lock=True)
    status = rules.review(access_request, verdict, actor=actor)
    access_request.reviewed_at, access_request.reviewer_id = now, actor.id
    return access_steps.change(access_request, status, actor, now, act="reviewed")
