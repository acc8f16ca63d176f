"""The steps of an ordonnance: what every one of them leaves behind, its new state and the fact that tells it."""

import secrets

from ..domain import dispensing as counter
from ..domain import prescriptions as rules
from ..domain.events import PrescriptionStatusChanged
from ..domain.requests import Answer, Kind
from ..realtime import record
from . import lots


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
    if status != previous:
        prescription.status_since = now
    record(PrescriptionStatusChanged(**parties(prescription, actor, now, *left), previous=previous))
    return prescription


def about_line(kind, line, actor, now, **told):
    """Record a fact of `kind` about one line; its ordonnance changed, whatever its state."""
    prescription = line.prescription
    prescription.updated_at = now
    record(kind(**parties(prescription, actor, now), line_id=line.id, **told))


def open_request(prescription, kind):
    """Return the request of `kind` that waits for its answer, or None."""
    waiting = (r for r in prescription.requests if r.kind == kind and r.status == Answer.PENDING)
    return next(waiting, None)


def no_longer_held(prescription, now):
    """Forget the pick-up code and close the request for delivery: no pharmacy has anything left to hand over."""
    prescription.pickup_code, prescription.code_attempts = None, 0
    if request := open_request(prescription, Kind.DELIVERY):
        request.status, request.answered_at = Answer.CLOSED, now


def let_go(prescription, status, actor, now):
    """Take it from the pharmacy that holds it: its lots are free, and lines it lacked may be had elsewhere."""
    left = prescription.chosen_pharmacy_id, prescription.claiming_pharmacy_id
    lots.put_back(prescription, actor, now.date())
    no_longer_held(prescription, now)
    for line in filter(counter.comes_back, prescription.lines):
        line.status, line.why_not = rules.LineStatus.OPEN, None
    prescription.chosen_pharmacy_id = prescription.claiming_pharmacy_id = prescription.claimed_at = None
    return change(prescription, status, actor, now, *left)


def another_code(code):
    """Return a new pick-up code that is not `code`."""
    while (new := f"{secrets.randbelow(10**6):06d}") == code:
        pass
    return new
