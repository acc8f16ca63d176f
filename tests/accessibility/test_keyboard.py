"""Whole stories by the keyboard alone, on a phone and on a screen: the focus is always somewhere, and can be seen."""

import pytest
import requests
from playwright.sync_api import expect

from tests.accessibility.keyboard import Keyboard
from tests.browsers import DESKTOP, PHONE, live
from tests.journeys.prescribing import in_queue, its_page
from tests.journeys.seeing import expect_status, rows
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "screen"])]
FALL = "Dr Ibrahima Fall"
LINES = [{"medication": "Paracétamol", "dosage": "500 mg", "quantity": 20}]


@pytest.fixture
def server(start_server):
    """A server of this story alone."""
    return start_server(FADJMA_DRAIN_SECONDS="0")


@pytest.fixture
def sit_down(browser, server, viewport):
    """Return sit_down("awa") → her keyboard: she has signed in with it and skipped to the content."""

    def sit_down(name):
        page = browser.new_page(server.url, viewport=viewport)
        page.goto("/login")
        keyboard = Keyboard(page)
        keyboard.write("E-mail ou téléphone", f"{name}@fadjma.example")
        keyboard.write("Mot de passe", PASSWORD)
        keyboard.enter()
        page.wait_for_url(lambda url: "/login" not in url)
        live(page)
        assert keyboard.press("Tab")["name"] == "Aller au contenu"
        keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        return keyboard

    return sit_down


def sign(server, **more):
    """Have Fatou sign an ordonnance for Awa; return it."""
    body = {
        "patient_id": server.api("awa").get("/me").json()["id"],
        "lines": LINES,
        "override": "Le même traitement continue",
    }
    answer = server.api("fatou").post("/prescriptions", json=body | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def plateau(server):
    """Return the id of Aminata's pharmacy."""
    return server.api("aminata").get("/me").json()["pharmacy"]["id"]


def code_of(server, matricule):
    """Return the code that is on Awa's phone."""
    items = server.api("awa").get("/prescriptions").json()["items"]
    return next(item["pickup_code"] for item in items if item["matricule"] == matricule)


def test_a_patient_decides_on_a_request_and_chooses_a_pharmacy(sit_down, server):
    patient = server.api("awa").get("/me").json()["id"]
    asked = {"patient_id": patient, "reason": "Suivi", "level": "read", "days": 30}
    assert server.api("ibrahima").post("/access-requests", json=asked).status_code == 201
    matricule = sign(server)["matricule"]
    awa = sit_down("awa")
    awa.act("Autoriser", among=FALL)
    expect_status(rows(awa.page, "access_request", FALL), "Accordé")
    assert awa.where()["name"] == "Couper l’accès"

    awa.follow("Choisir une pharmacie", among=matricule)
    awa.to("Plateau")
    awa.press("ArrowDown", "ArrowUp", "Space")
    awa.act("Envoyer à cette pharmacie")
    expect(its_page(awa.page)).to_contain_text("Pharmacie")
    assert awa.press("Tab")


def test_doctors_ask_for_access_and_prescribe(sit_down):
    doctor = sit_down("ibrahima")
    doctor.write("Trouver un patient", "Moussa Sarr")
    doctor.enter()
    doctor.page.wait_for_url("**/doctor/patients?**")
    doctor.follow("Demander l’accès", among="Moussa Sarr")
    doctor.write("Motif", "Suivi")
    doctor.to("Lecture")
    doctor.press("Space")
    doctor.write("Durée en jours", "7")
    doctor.follow("Envoyer la demande")
    expect(doctor.page.locator("[id^=access_request_detail_]")).to_contain_text("7 jours")

    # Fatou may write in Awa's file: she chooses the medicine among those that are offered, and signs.
    doctor = sit_down("fatou")
    doctor.follow("Awa Ndiaye")
    doctor.follow("Prescrire")
    doctor.write("Nom (DCI)", "parac")
    expect(doctor.page.get_by_role("option").first).to_be_visible()
    doctor.press("ArrowDown", "Enter")
    expect(doctor.page.get_by_role("listbox")).to_be_hidden()
    field = doctor.page.get_by_label("Nom (DCI)")
    expect(field).to_be_focused()
    expect(field).to_have_value("Paracétamol")
    doctor.write("Quantité", "20")
    doctor.follow("Signer l’ordonnance")
    expect_status(its_page(doctor.page), "Émise")


def test_a_pharmacist_takes_in_charge_prepares_and_hands_over(sit_down, server):
    matricule = sign(server, pharmacy_id=plateau(server))["matricule"]
    aminata = sit_down("aminata")
    card, end = in_queue(aminata.page, matricule), f"…{matricule[-4:]}"
    for name, word in (("Prendre en charge", "Validée"), ("Préparer", "En préparation"), ("Tout est prêt", "Prête")):
        if aminata.where()["name"] != name:
            aminata.to(name, among=end)
        aminata.press("Enter")
        expect_status(card, word)
        assert end in aminata.where()["thing"]
    aminata.to("Awa Ndiaye", key="Shift+Tab")
    aminata.follow("Délivrer", among=end)
    aminata.write("Code de retrait du patient", code_of(server, matricule))
    aminata.act("Délivrer")
    expect_status(its_page(aminata.page), "Délivrée")
    assert aminata.where()


def test_an_admin_verifies_an_account(sit_down, server):
    name = "Dr Marième Seck"
    asks = {"role": "doctor", "name": name, "establishment": "Hôpital", "town": "Dakar", "email": "seck@fadjma.example"}
    requests.post(f"{server.url}/register", data=asks | {"password": "un-mot-de-passe-sûr"}, timeout=10).raise_for_status()
    ousmane = sit_down("ousmane")
    ousmane.act("Vérifier", among=name)
    expect(ousmane.page.locator("#users")).not_to_contain_text(name, use_inner_text=True)
    ousmane.follow("Comptes", key="Shift+Tab")
    ousmane.to("Suspendre", among=name)
    ousmane.press("Enter")
    dialog = ousmane.page.locator("#confirm")
    expect(dialog).to_be_visible()
    ousmane.press("Escape")
    expect(dialog).to_be_hidden()
    assert ousmane.where()["name"] == "Suspendre"
