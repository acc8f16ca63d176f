"""A doctor writes in a patient's file, through their pages."""

from playwright.sync_api import expect

from tests.journeys.seeing import go


def open_file(doctor, patient):
    """Have a doctor open the file of a patient who gave access; return it."""
    go(doctor, "/doctor/")
    doctor.get_by_role("link", name=patient).first.click()
    file = doctor.locator("[id^=patient_file_]")
    expect(file.get_by_role("heading", name=patient, level=1)).to_be_visible()
    return file


def add_entry(doctor, kind, title, text):
    """Have a doctor, at a patient's file, write an entry; they stay on its page."""
    doctor.get_by_role("link", name="Écrire une entrée").click()
    doctor.get_by_label("Type d’entrée").select_option(kind)
    doctor.get_by_label("Titre").fill(title)
    doctor.get_by_label("Texte").fill(text)
    doctor.get_by_role("button", name="Enregistrer dans le dossier").click()
    expect(doctor.get_by_role("heading", name=title)).to_be_visible()


def amend_entry(doctor, text, reason):
    """Have the author of the entry that is open amend its text."""
    doctor.get_by_role("link", name="Modifier", exact=True).click()
    doctor.get_by_label("Texte").fill(text)
    doctor.get_by_label("Motif de la modification").fill(reason)
    doctor.get_by_role("button", name="Enregistrer la nouvelle version").click()
    expect(doctor.get_by_text(text).first).to_be_visible()
