"""A file is opened in an emergency: its patient sees it live and contests, the doctor closes it, an admin judges."""

import pytest
from playwright.sync_api import expect

from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, expect_unread, go, rows, tab, toast, unread
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
FALL, SARR, WHY = "Dr Ibrahima Fall", "Moussa Sarr", "Coma, arrivé sans accompagnant"


def open_in_an_emergency(doctor, patient):
    """Have a doctor find a patient and open the file, with a slip of the password first; return the file."""
    go(doctor, "/doctor/")
    doctor.get_by_label("Trouver un patient").fill(patient)
    doctor.get_by_role("button", name="Chercher").click()
    doctor.get_by_role("link", name="Accès d’urgence").click()
    doctor.get_by_label("Le patient ne peut pas répondre").check()
    doctor.get_by_label("Motif").fill(WHY)
    for password in ("une faute", PASSWORD):
        doctor.get_by_label("Votre mot de passe").fill(password)
        doctor.get_by_role("button", name="Ouvrir le dossier en urgence").click()
        if password != PASSWORD:
            expect(doctor.locator("#password-error")).to_be_visible()
            expect(doctor.get_by_label("Motif")).to_have_value(WHY)
    file = doctor.locator("[id^=patient_file_]")
    expect(file.get_by_role("heading", name=patient)).to_be_visible()
    return file


def test_an_emergency_is_seen_contested_closed_and_judged(enter, browser):
    browser.forgive("422")  # the slip of the password
    moussa, ibrahima, ousmane = enter("moussa"), enter("ibrahima"), enter("ousmane")
    desk, seen = tab(ibrahima, "/doctor/"), unread(moussa)
    file = open_in_an_emergency(ibrahima, SARR)
    expect(file.get_by_role("region", name="Accès d’urgence")).to_contain_text("3\u00a0h\u00a059")
    expect(file.get_by_role("link", name="Prescrire")).to_have_count(0)

    # Moussa sees at once that it was opened, why, and that it is being read; the admin who and why in one word.
    expect(toast(moussa, "Votre dossier est ouvert en urgence")).to_be_visible()
    expect_unread(moussa, seen + 1)
    card = rows(moussa, "access_request", FALL)
    expect(card).to_contain_text(WHY)
    expect(rows(moussa, "reading", FALL)).to_contain_text("Lit mon dossier")
    reported = rows(ousmane, "access_request", FALL)
    expect(reported).to_contain_text("Le patient ne peut pas répondre")
    expect(reported).not_to_contain_text(WHY)
    expect(reported.get_by_role("button")).to_have_count(0)

    # He contests: the file stays open, since a life may hang on it; the doctor knows.
    card.get_by_role("button", name="Contester").click()
    question = moussa.get_by_role("dialog", name="Contester cet accès")
    question.get_by_role("button", name="Annuler").click()
    expect(question).to_be_hidden()
    expect(card).not_to_contain_text("Vous l’avez contesté")
    card.get_by_role("button", name="Contester").click()
    question.get_by_role("button", name="Contester").click()
    expect(card).to_contain_text("Vous l’avez contesté")
    expect(card.get_by_role("button")).to_have_count(0)
    expect(rows(desk, "access_request", SARR)).to_contain_text("Le patient conteste")
    expect(file).to_be_visible()

    # Closed, the file leaves the doctor's page, and the reading the patient's.
    with ibrahima.expect_response("**/closure"):
        file.get_by_role("button", name="Fermer l’accès").click()
    expect(file).to_have_count(0, timeout=1000)
    expect(ibrahima.get_by_text("Ce dossier ne vous est plus ouvert.")).to_be_visible()
    expect(rows(moussa, "reading", FALL)).to_have_count(0)
    expect_status(card, "Urgence contestée")

    # The admin judges; all three see it.
    judging = tab(ousmane, "/admin/emergencies")
    rows(judging, "access_request", FALL).get_by_role("button", name="Non justifié").click()
    expect(card).to_contain_text("ne l’a pas jugé justifié")
    expect(rows(ousmane, "access_request", FALL)).to_be_hidden()
    expect_status(rows(desk, "access_request", SARR), "Urgence contestée")
    for page in (moussa, desk, judging):
        expect_live_equals_reload(page)


def test_a_patient_cuts_off_who_is_reading(enter):
    awa, fatou = enter("awa"), enter("fatou")
    rows(fatou, "access_request", "Awa Ndiaye").get_by_role("link").click()
    file = fatou.locator("[id^=patient_file_]")
    expect(file).to_be_visible()
    reader = rows(awa, "reading", "Dr Fatou Diop")
    with awa.expect_response("**/revocation"):
        reader.get_by_role("button", name="Couper l’accès").click()
    expect(file).to_have_count(0, timeout=1000)
    expect(reader).to_have_count(0)
    expect_status(rows(awa, "access_request", "Dr Fatou Diop"), "Coupé")
    expect_live_equals_reload(awa)
