"""Acts on ordonnances: signing, claiming, preparing, handing over, returning, cancelling, and the end of validity."""

import secrets

from sqlalchemy import select

from ..domain import prescriptions as rules
from ..domain.access_requests import Level
from ..domain.errors import Conflict, Forbidden
from ..domain.events import PrescriptionIssued, PrescriptionOffered, PrescriptionStatusChanged
from ..domain.prescriptions import Status
from ..domain.roles import Role
from ..domain.stock import medication_key
from ..extensions import db
from ..models import Prescription, PrescriptionLine
from ..queries import access_requests, one, pharmacies, prescriptions
from ..realtime import record
from . import command


@command
def issue_prescription(patient_id, *, lines, pharmacy_id=None, valid_days=rules.VALID_DAYS, actor, now):
    """A doctor with write access signs an ordonnance of `lines` (domain Line) for a chosen pharmacy, or none."""
    if actor.role != Role.DOCTOR:
        raise Forbidden("wrong_role")
    access_requests.find_file(actor, patient_id, now)
    if access_requests.grant(actor, patient_id, now).level != Level.WRITE:
        raise Forbidden("no_write_access")
    rules.check(lines=lines, valid_days=valid_days)
    prescription = Prescription(matricule=_free_matricule(now), patient_id=patient_id, prescriber_id=actor.id)
    prescription.chosen_pharmacy_id = pharmacies.find(pharmacy_id).id if pharmacy_id else None
    prescription.valid_until = rules.until(now, valid_days)
    prescription.created_at = prescription.updated_at = now
    prescription.lines = [_line(position, line) for position, line in enumerate(lines)]
    db.session.add(prescription)
    db.session.flush()
    record(PrescriptionIssued(**_parties(prescription, actor)))
    if prescription.chosen_pharmacy_id is None:
        offer = {"town": actor.town, "lines": len(lines), "patient_id": patient_id}
        record(PrescriptionOffered(subject_id=prescription.id, actor_id=actor.id, **offer))
    return prescription


def _line(position, line):
    return PrescriptionLine(
        position=position,
        medication=line.medication.strip(),
        medication_key=medication_key(line.medication),
        form=line.form.strip(),
        dosage=line.dosage.strip(),
        quantity=line.quantity,
        instructions=line.instructions.strip(),
        substitutable=line.substitutable,
        repeats=line.repeats,
    )


def _free_matricule(now):
    while True:
        matricule = f"ORD-{now:%Y%m%d}-{secrets.token_hex(4).upper()}"
        if not prescriptions.matricule_taken(matricule):
            return matricule


def _parties(prescription, actor, *pharmacy_ids):
    """Return the fields every fact about an ordonnance has; the pharmacies are those that see it before or after."""
    pharmacies_ = {prescription.chosen_pharmacy_id, prescription.claiming_pharmacy_id, *pharmacy_ids} - {None}
    return {
        "subject_id": prescription.id,
        "actor_id": actor.id if actor is not None else None,
        "patient_id": prescription.patient_id,
        "prescriber_id": prescription.prescriber_id,
        "status": prescription.status,
        "pharmacy_ids": tuple(sorted(pharmacies_, key=str)),
    }


def _change(prescription, status, actor, now, *pharmacy_ids):
    previous, prescription.status, prescription.updated_at = prescription.status, status, now
    record(PrescriptionStatusChanged(**_parties(prescription, actor, *pharmacy_ids), previous=previous))
    return prescription


@command
def claim_prescription(id, *, matricule=None, actor, now):
    """A pharmacist takes an ordonnance in charge for their pharmacy; the patient gets a new pick-up code."""
    prescription = prescriptions.find_to_claim(actor, id, matricule)
    status = rules.claim(prescription, actor=actor, matricule=matricule, now=now)
    prescription.claiming_pharmacy_id, prescription.claimed_at = actor.pharmacy_id, now
    prescription.pickup_code, prescription.code_attempts = f"{secrets.randbelow(10**6):06d}", 0
    return _change(prescription, status, actor, now)


@command
def expire_prescription(id, *, actor, now):
    """Time ends an ordonnance nobody claimed."""
    prescription = one(select(Prescription).where(Prescription.id == id), lock=True)
    if not rules.has_expired(prescription, now):
        raise Conflict("not_due")
    return _change(prescription, rules.step(prescription, Status.EXPIRED), actor, now)
