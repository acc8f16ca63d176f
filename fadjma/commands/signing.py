"""Signing an ordonnance: its rows, its matricule, and who hears of it. For a new one and for a renewal alike."""

import secrets

from ..domain import prescriptions as rules
from ..domain.errors import Invalid, NotFound
from ..domain.events import PrescriptionIssued, PrescriptionOffered
from ..domain.stock import medication_key
from ..extensions import db
from ..models import Prescription, PrescriptionLine
from ..queries import pharmacies, prescriptions
from ..realtime import record
from .steps import parties


def sign(patient_id, lines, *, pharmacy_id, valid_days, override="", actor, now):
    """Return a new ordonnance of `lines` (domain Line), told to the chosen pharmacy, or offered to all where none is."""
    rules.check(lines=lines, valid_days=valid_days, override=override)
    prescription = Prescription(matricule=_free_matricule(now), patient_id=patient_id, prescriber_id=actor.id)
    prescription.chosen_pharmacy_id = known_pharmacy(pharmacy_id).id if pharmacy_id else None
    prescription.valid_until, prescription.override = rules.until(now, valid_days), override.strip()
    prescription.created_at = prescription.updated_at = now
    prescription.lines = [_line(position, line) for position, line in enumerate(lines)]
    db.session.add(prescription)
    db.session.flush()
    record(PrescriptionIssued(**parties(prescription, actor, now)))
    if prescription.chosen_pharmacy_id is None:
        offer = {"town": actor.town, "lines": len(lines), "patient_id": patient_id}
        record(PrescriptionOffered(subject_id=prescription.id, actor_id=actor.id, **offer))
    return prescription


def known_pharmacy(id):
    """Return the pharmacy somebody chose in a form; raise Invalid at its field if there is none."""
    try:
        return pharmacies.find(id)
    except NotFound:
        raise Invalid(pharmacy_id="pharmacy_unknown") from None


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
