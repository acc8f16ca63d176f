"""Who may read a patient's file: the request, the patient's decision, and how it ends (FHIR: Consent)."""

from datetime import timedelta
from enum import StrEnum

from .delegations import speaks_for
from .errors import Forbidden, Invalid, InvalidTransition
from .roles import Role


class Status(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    EXPIRED = "expired"
    EMERGENCY = "emergency"
    CLOSED = "closed"
    JUSTIFIED = "justified"
    CONTESTED = "contested"


class Level(StrEnum):
    """What is granted; write includes read."""

    READ = "read"
    WRITE = "write"


TRANSITIONS = {
    Status.PENDING: {Status.APPROVED, Status.REJECTED, Status.CANCELLED, Status.LAPSED},
    Status.APPROVED: {Status.REVOKED, Status.EXPIRED},
    Status.EMERGENCY: {Status.CLOSED},
    Status.CLOSED: {Status.JUSTIFIED, Status.CONTESTED},
    Status.JUSTIFIED: {Status.CONTESTED},  # the patient's thirty days do not end with the clinic's verdict
    Status.CONTESTED: {Status.JUSTIFIED},  # the verdict on what the patient contested
}
IN_FORCE = frozenset({Status.APPROVED, Status.EMERGENCY})  # until `expires_at`
PATIENT_DECIDES = {Status.APPROVED, Status.REJECTED, Status.REVOKED}
LAPSE = timedelta(days=7)  # an unanswered request ends
NOTICE = timedelta(days=2)  # before an access expires, both are warned
LONGEST_DAYS = 365
DAILY_CAP = 50  # requests a doctor may make in 24 h: far above a day's consultations, far below a harvest
REASON_LENGTH = 500


def step(access_request, goal):
    """Return `goal` if the state machine has that step; raise InvalidTransition if not."""
    if goal not in TRANSITIONS.get(access_request.status, ()):
        raise InvalidTransition(access_request.status, goal)
    return goal


def may_ask(doctor):
    """Refuse whoever is not a doctor."""
    if doctor.role != Role.DOCTOR:
        raise Forbidden("only_doctors_ask")


def reason_problems(reason):
    """Return {"reason": code} where a reason is missing or longer than 500 characters, {} where it is right."""
    if not reason or not reason.strip():
        return {"reason": "required"}
    return {"reason": "too_long"} if len(reason) > REASON_LENGTH else {}


def check(*, reason, days):
    """Raise Invalid unless a request has a reason (1–500 characters) and lasts 1–365 days."""
    errors = reason_problems(reason)
    if not 1 <= days <= LONGEST_DAYS:
        errors["days"] = "days_out_of_range"
    if errors:
        raise Invalid(**errors)


def decide(access_request, decision, *, actor, now, delegation=None):
    """Return the status `access_request` takes when `actor` decides it; what time has ended has ended, told yet or not.

    The patient decides, or who follows them under `delegation`.
    """
    if decision not in PATIENT_DECIDES or not speaks_for(access_request.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_decides")
    _refuse_what_time_ended(access_request, decision, now)
    return step(access_request, decision)


def _refuse_what_time_ended(access_request, goal, now):
    if ended := ended_by_time(access_request, now):
        raise InvalidTransition(ended, goal)


def check_note(note):
    """Return the patient's private note, trimmed; raise Invalid where it is too long."""
    note = (note or "").strip()
    if len(note) > REASON_LENGTH:
        raise Invalid(note="too_long")
    return note


def cancel(access_request, *, actor, now):
    """Return the status of a request withdrawn by the doctor who made it."""
    if actor.id != access_request.doctor_id:
        raise Forbidden("only_who_asked_cancels")
    _refuse_what_time_ended(access_request, Status.CANCELLED, now)
    return step(access_request, Status.CANCELLED)


def narrow(access_request, *, level, days):
    """Return (level, days) as the patient grants them: never wider than asked; None keeps what was asked."""
    level, days = level or access_request.level, days if days is not None else access_request.days
    errors = {}
    if level == Level.WRITE and access_request.level == Level.READ:
        errors["level"] = "may_only_narrow"
    if days > access_request.days:
        errors["days"] = "may_only_narrow"
    elif days < 1:
        errors["days"] = "days_out_of_range"
    if errors:
        raise Invalid(**errors)
    return level, days


def opens(access_request, now):
    """Is this request a grant in force at `now`? The clock may be late: time is checked here too."""
    return access_request.status in IN_FORCE and access_request.expires_at > now


def ended_by_time(access_request, now):
    """Return the status that time has brought by `now` (lapsed, expired, closed), or None where it has brought none."""
    if access_request.status == Status.PENDING:
        return Status.LAPSED if access_request.created_at + LAPSE <= now else None
    if access_request.status not in IN_FORCE or access_request.expires_at > now:
        return None
    return Status.EXPIRED if access_request.status == Status.APPROVED else Status.CLOSED


def is_ending(access_request, now):
    """Is it time to warn, once, that an access expires? One that was granted for two days or less needs no warning."""
    return (
        access_request.status == Status.APPROVED
        and access_request.warned_at is None
        and access_request.expires_at - NOTICE <= now < access_request.expires_at
        and access_request.days > NOTICE.days
    )
