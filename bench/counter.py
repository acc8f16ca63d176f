"""The counter: a pharmacy of its own whose queue holds thirty ordonnances of two lines, for the pages that are measured."""

CARDS, MEDICATIONS = 30, ("Paracétamol", "Amoxicilline")


def pharmacy(now):
    """Return the pharmacy."""
    from fadjma.models import Pharmacy

    return Pharmacy(name="Pharmacie du Banc", town="Dakar", created_at=now)


def fill(pharmacist, patients, doctors):
    """Let CARDS patients have an ordonnance signed by their doctors and taken in charge by `pharmacist`."""
    from fadjma.commands.dispensing import claim_prescription
    from fadjma.commands.prescriptions import issue_prescription
    from fadjma.domain.signing import Line

    lines = [Line(name, "500 mg", 20, "comprimé", "1 comprimé matin et soir") for name in MEDICATIONS]
    for patient, doctor in zip(patients[:CARDS], doctors, strict=False):
        signed = issue_prescription(patient.id, lines=lines, pharmacy_id=pharmacist.pharmacy_id, actor=doctor)
        claim_prescription(signed.id, actor=pharmacist)
