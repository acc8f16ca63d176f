"""Access in an emergency: opened by a doctor without asking, read only, for hours; then reviewed, and contested if need be.

It is an access request like the others (`access_requests.py` has its states), with guards of its own. The patient may
contest it while it is open: it stays open, since a life may hang on it, and is contested from the moment it closes.
"""

from datetime import timedelta
from enum import StrEnum

from .access_requests import Status, ended_by_time, reason_problems, step
from .delegations import speaks_for
from .errors import Conflict, Forbidden, Invalid, InvalidTransition
from .roles import Role


class ReasonCode(StrEnum):
    """Why, in a word that says nothing clinical: it is all that the clinic's administration hears."""

    LIFE_THREATENING = "life_threatening"
    CANNOT_CONSENT = "cannot_consent"
    MINOR_ALONE = "minor_alone"
    HANDOVER = "handover"
    OTHER = "other"


HOURS = 4
LIFE = timedelta(hours=HOURS)
PAUSE = timedelta(hours=24)  # once a doctor and patient
CONTEST = timedelta(days=30)  # from its end
VERDICTS = frozenset({Status.JUSTIFIED, Status.CONTESTED})


def check(*, reason, password):
    """Raise Invalid unless there is a typed reason (1–500 characters) and a password to prove."""
    errors = reason_problems(reason) | ({} if password else {"password": "required"})
    if errors:
        raise Invalid(**errors)


def may_open(*, last, now):
    """Refuse a second one of a doctor and a patient within 24 h; `last` is when they had one (None: never)."""
    if last is not None and last + PAUSE > now:
        raise Conflict("emergency_once_a_day")


def close(access_request, *, actor):
    """Return `closed` when the doctor who opened it closes it; `contested` where the patient has contested it already."""
    if actor.id != access_request.doctor_id:
        raise Forbidden("only_who_opened_closes")
    step(access_request, Status.CLOSED)
    return after_closing(access_request)


def after_closing(access_request):
    """Return where an emergency stands as it closes."""
    return Status.CONTESTED if access_request.contested_at else Status.CLOSED


def contest(access_request, *, actor, now, delegation=None):
    """Return where an emergency stands once its patient, or who follows them, contests it: still open, or contested.

    Once, for thirty days.
    """
    if not speaks_for(access_request.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_contests")
    if not may_contest(access_request, now):
        raise InvalidTransition(access_request.status, Status.CONTESTED)
    if access_request.status == Status.EMERGENCY and not ended_by_time(access_request, now):
        return Status.EMERGENCY
    return Status.CONTESTED


def may_contest(access_request, now):
    """Can it still be contested: an emergency, contested by nobody yet, ended less than thirty days ago?"""
    contested = access_request.contested_at is not None or access_request.status == Status.CONTESTED
    return access_request.emergency and not contested and now < contestable_until(access_request)


def contestable_until(access_request):
    """Return the moment the patient's thirty days are over."""
    return (access_request.ended_at or access_request.expires_at) + CONTEST


def is_to_review(access_request):
    """Does it wait for an admin: closed, or contested by its patient since anybody has judged it?"""
    if access_request.status == Status.CLOSED:
        return True
    judged, contested = access_request.reviewed_at, access_request.contested_at
    return access_request.status == Status.CONTESTED and (judged is None or (contested is not None and judged < contested))


def review(access_request, verdict, *, actor):
    """Return the verdict, `justified` or `contested`, of an admin who is not the doctor that opened it."""
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    if actor.id == access_request.doctor_id:
        raise Forbidden("not_ones_own_emergency")
    if verdict not in VERDICTS:
        raise Invalid(verdict="unknown_value")
    if not is_to_review(access_request):
        raise InvalidTransition(access_request.status, verdict)
    return verdict
