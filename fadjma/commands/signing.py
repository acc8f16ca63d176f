"""Signing an ordonnance: its rows, its matricule, and who hears of it. For a new one and for a renewal alike."""

import secrets

from ..domain import signing as rules
from ..domain.deadlines import WARNING
from ..domain.errors import Invalid, NotFound
from ..domain.events import PrescriptionIssued, PrescriptionOffered
from ..domain.posology import kept
from ..domain.stock import medication_key
from ..extensions import db
from ..models import Prescription, PrescriptionLine
from ..queries import pharmacies, prescriptions
from ..realtime import record
from . import checking
from .steps import parties


def sign(patient_id, lines, *, pharmacy_id, valid_days, override="", seen=None, besides=(), actor, now):
    """Return a new ordonnance of `lines` (domain Line), told to the chosen pharmacy, or offered to all where none is.

    Raises Conflict with `checks` where they hinder and `override` gives no reason (`seen`, `besides`: as in checking.py).
    """
    terms = {"valid_days": valid_days, "override": override, "seen": seen, "besides": besides}
    alerts = check(patient_id, lines, **terms, now=now)
    pharmacy_id = known_pharmacy(pharmacy_id).id if pharmacy_id else None
    terms = {"pharmacy_id": pharmacy_id, "valid_until": rules.until(now, valid_days), "override": override.strip()}
    return write(patient_id, lines, prescriber=actor, **terms, alerts=alerts, actor=actor, now=now)


def check(patient_id, lines, *, valid_days=rules.VALID_DAYS, override="", seen=None, besides=(), now):
    """Refuse what may not be signed: a new ordonnance, a renewal, a line in the place of another. Return its alerts."""
    rules.check(lines=lines, valid_days=valid_days, override=override)
    return checking.check(patient_id, lines, override=override, seen=seen, besides=besides, now=now)


def write(patient_id, lines, *, prescriber, pharmacy_id, valid_until, override="", alerts=(), repeat_of=None, actor, now):
    """Return the rows of a new ordonnance of `prescriber`'s, recorded; `actor` is none where time repeats one."""
    prescription = Prescription(matricule=_free_matricule(now), patient_id=patient_id, prescriber_id=prescriber.id)
    prescription.chosen_pharmacy_id, prescription.repeat_of_id = pharmacy_id, repeat_of
    prescription.valid_until, prescription.override, prescription.alerts = valid_until, override, list(alerts)
    prescription.created_at = prescription.updated_at = prescription.status_since = now
    prescription.expiry_told = valid_until - now <= WARNING  # who signs for so short a time says it with the signature
    prescription.lines = [line_of(position, line) for position, line in enumerate(lines)]
    db.session.add(prescription)
    db.session.flush()
    record(PrescriptionIssued(**parties(prescription, actor, now), repeat_of=repeat_of))
    if pharmacy_id is None and repeat_of is None:
        offer = {"town": prescriber.town, "lines": len(lines), "patient_id": patient_id}
        record(PrescriptionOffered(subject_id=prescription.id, actor_id=prescriber.id, **offer))
    return prescription


def known_pharmacy(id):
    """Return the pharmacy somebody chose in a form; raise Invalid at its field if there is none."""
    try:
        return pharmacies.find(id)
    except NotFound:
        raise Invalid(pharmacy_id="pharmacy_unknown") from None


def line_of(position, line):
    """Return the row of a domain Line, at its place in an ordonnance."""
    return PrescriptionLine(
        position=position,
        medication=line.medication.strip(),
        medication_key=medication_key(line.medication),
        form=line.form.strip(),
        dosage=line.dosage.strip(),
        quantity=line.quantity,
        instructions=line.instructions.strip(),
        posology=kept(line.posology),
        substitutable=line.substitutable,
        repeats=line.repeats,
    )


def _free_matricule(now):
    while True:
        matricule = f"ORD-{now:%Y%m%d}-{secrets.token_hex(4).upper()}"
        if not prescriptions.matricule_taken(matricule):
            return matricule
