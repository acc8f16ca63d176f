"""The counter: a pharmacy of its own whose queue holds thirty ordonnances of two lines, for the pages that are measured."""

from datetime import timedelta

CARDS, LINES = 30, ("Paracétamol", "Amoxicilline")


def pharmacy(now):
    """Return the pharmacy."""
    from fadjma.models import Pharmacy

    return Pharmacy(name="Pharmacie du Banc", town="Dakar", created_at=now)


def queue(pharmacy, patients, doctor, now):
    """Return CARDS ordonnances in the hands of `pharmacy`, a third in each of the states it works through."""
    from fadjma.domain.prescriptions import Status

    states = (Status.VALIDATED, Status.IN_PREPARATION, Status.READY)
    return [
        _ordonnance(number, states[number % 3], pharmacy, patient, doctor, now)
        for number, patient in enumerate(patients[:CARDS])
    ]


def _ordonnance(number, status, pharmacy, patient, doctor, now):
    from fadjma.models import Prescription

    return Prescription(
        matricule=f"ORD-20260101-{number:08X}",
        status=status,
        patient_id=patient.id,
        prescriber_id=doctor.id,
        chosen_pharmacy_id=pharmacy.id,
        claiming_pharmacy_id=pharmacy.id,
        valid_until=now + timedelta(days=90),
        pickup_code=f"{number:06d}",
        created_at=now,
        updated_at=now,
        claimed_at=now,
        lines=[_line(position, name) for position, name in enumerate(LINES, 1)],
    )


def _line(position, name):
    from fadjma.domain.stock import medication_key
    from fadjma.models import PrescriptionLine

    about = {"form": "comprimé", "dosage": "500 mg", "quantity": 20, "instructions": "1 comprimé matin et soir"}
    return PrescriptionLine(position=position, medication=name, medication_key=medication_key(name), **about)
