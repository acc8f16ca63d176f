"""A doctor asks a patient for access, and the patient answers, through their pages."""

from playwright.sync_api import expect

from tests.journeys.seeing import go, rows


def ask(doctor, patient, *, level="Lecture et écriture", days=30, reason="Suivi du diabète"):
    """Have a doctor find a patient by name and ask; return the request on the doctor's page."""
    go(doctor, "/doctor/")
    doctor.get_by_label("Trouver un patient").fill(patient)
    doctor.get_by_role("button", name="Chercher").click()
    found = doctor.get_by_role("listitem").filter(has_text=patient)
    found.get_by_role("link", name="Demander l’accès").click()
    doctor.get_by_label("Motif").fill(reason)
    doctor.get_by_label(level, exact=True).check()
    doctor.get_by_label("Durée en jours").fill(str(days))
    doctor.get_by_role("button", name="Envoyer la demande").click()
    return its_page(doctor)


def its_page(person):
    """Return the one request that a page of its own shows."""
    expect(person.get_by_role("heading", name="Demande d’accès")).to_be_visible()
    return person.locator("[id^=access_request_detail_]")


def let_in(doctor, patient, patients_name, doctors_name):
    """Have a doctor ask and the patient approve as asked."""
    ask(doctor, patients_name, level="Lecture")
    go(patient, "/patient/")
    card = rows(patient, "access_request", doctors_name)
    card.get_by_role("button", name="Autoriser").click()
    expect(card.get_by_role("button", name="Couper l’accès")).to_be_visible()
