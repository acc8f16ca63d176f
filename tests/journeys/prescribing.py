"""An ordonnance on its way through the pages: signed, taken in charge, prepared, made ready."""

from playwright.sync_api import expect

from tests.journeys.seeing import expect_status, go
from tests.journeys.writing import open_file

LINES = [("Paracétamol", "500 mg", "20"), ("Amoxicilline", "1 g", "14")]
NOBODY = "Le patient choisira"


def prescribe(doctor, patient, *, pharmacy, lines=LINES):
    """Have a doctor who may write sign an ordonnance; return its matricule, from the page they are led to."""
    open_file(doctor, patient)
    doctor.get_by_role("link", name="Prescrire").click()
    for number, line in enumerate(lines, 1):
        if number > 1:
            doctor.get_by_role("button", name="Ajouter un médicament").click()
        fill_line(doctor.get_by_role("group", name=f"Médicament {number}"), *line)
    doctor.locator("#pharmacy_id").select_option(label=pharmacy)
    doctor.get_by_role("button", name="Signer l’ordonnance").click()
    detail = its_page(doctor)
    expect_status(detail, "Émise")
    return detail.locator(".code").first.inner_text()


def fill_line(group, medication, dosage, quantity):
    """Type one line of an ordonnance."""
    group.get_by_label("Nom (DCI)").fill(medication)
    group.get_by_label("Dosage").fill(dosage)
    group.get_by_label("Quantité").fill(quantity)


def its_page(person):
    """Return the one ordonnance that a page of its own shows."""
    detail = person.locator("[id^=prescription_detail_]")
    expect(detail).to_be_visible()
    return detail


def claim(pharmacist, matricule):
    """Have a pharmacist take in charge what their queue shows; return its card."""
    card = in_queue(pharmacist, matricule)
    card.get_by_role("button", name="Prendre en charge").click()
    expect_status(card, "Validée")
    return card


def in_queue(pharmacist, matricule):
    """Return the card of an ordonnance in a pharmacist's queue."""
    return pharmacist.locator("#prescriptions > [id^=prescription_]").filter(has_text=matricule[-4:])


def prepare(card):
    """Have the pharmacist of a card prepare it, up to ready."""
    card.get_by_role("button", name="Préparer").click()
    expect_status(card, "En préparation")
    card.get_by_role("button", name="Tout est prêt").click()
    expect_status(card, "Prête")


def read_paper(pharmacist, matricule):
    """Have a pharmacist read a paper by its matricule."""
    go(pharmacist, "/pharmacist/")
    pharmacist.get_by_label("Matricule").fill(matricule)
    pharmacist.get_by_role("button", name="Lire").click()
    expect(pharmacist.get_by_text(matricule).first).to_be_visible()
