"""Reads of a patient's current treatment: the lines of ordonnances in force, whoever signed them."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from ..domain.prescriptions import DISPENSING, LineStatus, Status
from ..extensions import db
from ..models import Prescription, PrescriptionLine
from ..models.types import utcnow
from .access_requests import has_grant

HELD = DISPENSING | {Status.CANCELLATION_REQUESTED}
_LEFT = lazyload(Prescription.requests), lazyload(Prescription.lines)  # nobody asks a line in force for them


def current(viewer, patient_id, now=None):
    """Return the newest line of each medication and dosage that doctor `viewer`, with access to the file, must know of.

    What was delivered counts while its ordonnance is valid: nothing says how many days a quantity lasts.
    """
    newest: dict[tuple[str, str], PrescriptionLine] = {}
    for line in _in_force(patient_id, now, has_grant(viewer.id, Prescription.patient_id, now)):
        newest.setdefault((line.medication_key, line.dosage), line)
    return list(newest.values())


def taken(patient_id, *, besides=(), now):
    """Return {medication, form, active} of each line in force, for the checks of a new ordonnance; `besides` are ids of
    ordonnances that do not count. What was handed over is taken, but no longer active."""
    lines = _in_force(patient_id, now, Prescription.id.not_in(besides))
    return [
        {"medication": line.medication, "form": line.form, "active": line.prescription.status != Status.DELIVERED}
        for line in lines
    ]


def _in_force(patient_id, now, *conditions):
    valid = and_(Prescription.status.in_([Status.ISSUED, Status.DELIVERED]), Prescription.valid_until > (now or utcnow()))
    query = (
        select(PrescriptionLine)
        .join(PrescriptionLine.prescription)
        .options(contains_eager(PrescriptionLine.prescription).options(*_LEFT))
        .where(Prescription.patient_id == patient_id, *conditions)
        .where(or_(valid, Prescription.status.in_(HELD)), PrescriptionLine.status != LineStatus.NOT_DISPENSED)
        .order_by(Prescription.id.desc(), PrescriptionLine.position)
    )
    return db.session.scalars(query).unique()
