"""The steps of an ordonnance: what every one of them leaves behind, its new state and the fact that tells it."""

from ..domain import prescriptions as rules
from ..domain.events import PrescriptionStatusChanged
from ..domain.requests import Answer, Kind
from ..realtime import record


def parties(prescription, actor, now, *left):
    """Return the fields every fact about an ordonnance has; `left` are ids of pharmacies that saw it until now."""
    seen_by = rules.seen_by(prescription, now)
    pharmacy_ids = {prescription.chosen_pharmacy_id, prescription.claiming_pharmacy_id, *left} - {None}
    return {
        "subject_id": prescription.id,
        "actor_id": actor.id if actor is not None else None,
        "patient_id": prescription.patient_id,
        "prescriber_id": prescription.prescriber_id,
        "status": prescription.status,
        "pharmacy_ids": tuple(sorted(pharmacy_ids, key=str)),
        "pharmacy_id": seen_by,
    }


def change(prescription, status, actor, now, *left):
    """Give it its new state, and tell everyone who saw it before or sees it after."""
    previous, prescription.status, prescription.updated_at = prescription.status, status, now
    record(PrescriptionStatusChanged(**parties(prescription, actor, now, *left), previous=previous))
    return prescription


def open_request(prescription, kind):
    """Return the request of `kind` that waits for its answer, or None."""
    waiting = (r for r in prescription.requests if r.kind == kind and r.status == Answer.PENDING)
    return next(waiting, None)


def no_longer_held(prescription, now):
    """Forget the pick-up code and close the request for delivery: no pharmacy has anything left to hand over."""
    prescription.pickup_code, prescription.code_attempts = None, 0
    if request := open_request(prescription, Kind.DELIVERY):
        request.status, request.answered_at = Answer.CLOSED, now
