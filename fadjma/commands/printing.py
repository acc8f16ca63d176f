"""Printing an ordonnance: who took its paper is recorded, and the patient reads it in their access log."""

from ..domain import prescriptions as rules
from ..domain.events import PrescriptionPrinted
from ..queries import delegations, prescriptions
from ..realtime import record
from . import command


@command
def print_prescription(id, *, actor, now):
    """Its patient, its prescriber or the pharmacy that holds it prints an ordonnance; return it."""
    prescription = prescriptions.find(actor, id)
    rules.may_print(prescription, actor=actor, delegation=delegations.held(actor, prescription.patient_id, now))
    record(PrescriptionPrinted(subject_id=id, actor_id=actor.id, patient_id=prescription.patient_id))
    return prescription
