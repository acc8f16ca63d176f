"""The steps of an access: what every one of them leaves behind, and who stops reading when it ends."""

from ..domain.access_requests import IN_FORCE, Level
from ..domain.events import AccessRequestStatusChanged, EmergencyReported
from ..extensions import db
from ..models import AccessRequest
from ..queries import access_requests, readings
from ..realtime import record
from .readings import end


def new(patient_id, *, level, reason, days, actor, now, **fields):
    """Write a request of doctor `actor`, with its id; return it."""
    given = {"level": Level(level), "reason": reason.strip(), "days": days, "created_at": now}
    access_request = AccessRequest(patient_id=patient_id, doctor_id=actor.id, **given, **fields)
    db.session.add(access_request)
    db.session.flush()
    return access_request


def change(access_request, status, actor, now, *, act=None):
    """Give it its state and tell the two it is between, an emergency's reviewers too; `act` says what else was done."""
    in_force = status in IN_FORCE
    access_request.status = status
    if not in_force and access_request.ended_at is None:
        access_request.ended_at = now
    db.session.flush()
    parties = {"patient_id": access_request.patient_id, "doctor_id": access_request.doctor_id, "status": status}
    parties |= {"subject_id": access_request.id, "actor_id": actor.id if actor is not None else None}
    reading_id = _still_reading(access_request, now)
    record(AccessRequestStatusChanged(grant_id=access_request.id, act=act, reading_id=reading_id, **parties))
    if access_request.emergency:
        record(EmergencyReported(reason_code=access_request.reason_code, act=act, **parties))
    return access_request


def _still_reading(access_request, now):
    """Return the id of the doctor's reading where another access lets it go on; end it where none does."""
    reading = readings.open_of(access_request.doctor_id, access_request.patient_id, lock=True)
    if reading is None:
        return None
    if access_requests.grant(access_request.doctor, access_request.patient_id, now):
        return reading.id
    end(reading, now)
    return None
