"""Acts on ordonnances: signing, choosing a pharmacy, presenting the paper, cancelling, the end of validity.

What the pharmacy does with one it holds is in `dispensing.py`, and may be called from here too.
"""

from datetime import timedelta

from sqlalchemy import select

from ..domain import prescriptions as rules
from ..domain.access_requests import Level
from ..domain.deadlines import has_expired
from ..domain.errors import Conflict, Forbidden, TooMany
from ..domain.events import PrescriptionPresented
from ..domain.prescriptions import Status
from ..domain.roles import Role
from ..domain.signing import VALID_DAYS
from ..models import Prescription
from ..queries import access_requests, delegations, one, prescriptions
from ..realtime import record
from . import command, lots
from .dispensing import (
    claim_prescription,
    deliver_prescription,
    make_prescription_ready,
    prepare_prescription,
    renew_pickup_code,
    return_prescription,
)
from .signing import known_pharmacy, sign
from .steps import change, no_longer_held

__all__ = [
    "answer_cancellation",
    "cancel_prescription",
    "choose_pharmacy",
    "claim_prescription",
    "deliver_prescription",
    "expire_prescription",
    "issue_prescription",
    "make_prescription_ready",
    "prepare_prescription",
    "present_prescription",
    "renew_pickup_code",
    "return_prescription",
]


@command
def issue_prescription(patient_id, *, lines, pharmacy_id=None, valid_days=VALID_DAYS, override="", seen=None, actor, now):
    """A doctor with write access signs an ordonnance of `lines` (domain Line) for a chosen pharmacy, or none.

    `override` is the reason to sign in spite of what the checks find; `seen` the marks of what the doctor was shown.
    """
    if actor.role != Role.DOCTOR:
        raise Forbidden("wrong_role")
    if access_requests.find_grant(actor, patient_id, now).level != Level.WRITE:
        raise Forbidden("no_write_access")
    terms = {"pharmacy_id": pharmacy_id, "valid_days": valid_days, "override": override, "seen": seen}
    return sign(patient_id, lines, **terms, actor=actor, now=now)


@command
def choose_pharmacy(id, pharmacy_id, *, actor, now):
    """The patient chooses the pharmacy, or another one, while nobody has claimed it."""
    prescription = prescriptions.find(actor, id, lock=True)
    delegation = delegations.held(actor, prescription.patient_id, now)
    rules.may_choose_pharmacy(prescription, actor=actor, now=now, delegation=delegation)
    left, pharmacy = prescription.chosen_pharmacy_id, known_pharmacy(pharmacy_id)
    if left == pharmacy.id:
        raise Conflict("already_chosen")
    prescription.chosen_pharmacy_id = pharmacy.id
    return change(prescription, prescription.status, actor, now, left)


@command
def present_prescription(matricule, *, actor, now):
    """A pharmacist reads what the paper in front of them names; the patient is told. Claims nothing."""
    if actor.role != Role.PHARMACIST or actor.pharmacy_id is None:
        raise Forbidden("only_pharmacists")
    if prescriptions.presented_since(actor.pharmacy_id, now - timedelta(hours=1)) >= rules.PRESENTED_AN_HOUR:
        raise TooMany(seconds=3600)
    prescription = prescriptions.find_by_matricule(actor, matricule, now)
    people = {"actor_id": actor.id, "patient_id": prescription.patient_id}
    record(PrescriptionPresented(subject_id=prescription.id, **people))
    return prescription


@command
def cancel_prescription(id, *, reason, actor, now):
    """The prescriber cancels it or, once a pharmacy has claimed it, asks that pharmacy; dispensing is frozen meanwhile."""
    prescription = prescriptions.find(actor, id, lock=True)
    status = rules.cancel(prescription, actor=actor)
    prescription.reason = rules.check_reason(reason)
    if status == Status.CANCELLATION_REQUESTED:
        prescription.frozen_status = prescription.status
    return change(prescription, status, actor, now)


@command
def answer_cancellation(id, *, accept, reason="", actor, now):
    """The claiming pharmacy agrees to the cancellation, or says why not and goes on where it was."""
    prescription = prescriptions.find(actor, id, lock=True)
    status = rules.answer_cancellation(prescription, accept=accept, actor=actor)
    if accept:
        lots.put_back(prescription, actor, now.date())
        no_longer_held(prescription, now)
    else:
        prescription.reason = rules.check_reason(reason)
    prescription.frozen_status = None  # beside the new state: no query may flush one without the other
    return change(prescription, status, actor, now)


@command
def expire_prescription(id, *, actor, now):
    """Time ends an ordonnance nobody claimed."""
    prescription = one(select(Prescription).where(Prescription.id == id), lock=True)
    if not has_expired(prescription, now):
        raise Conflict("not_due")
    return change(prescription, rules.step(prescription, Status.EXPIRED), actor, now)
