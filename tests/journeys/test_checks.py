"""Story: an allergy is met as a doctor signs, and passed with a reason that the pharmacy reads."""

import pytest
from playwright.sync_api import expect

from tests.browsers import DESKTOP, PHONE
from tests.journeys.prescribing import claim, its_page
from tests.journeys.seeing import expect_status
from tests.journeys.writing import open_file

pytestmark = pytest.mark.browser
NDIAYE, PLATEAU = "Awa Ndiaye", "Pharmacie du Plateau, Dakar"
REASON = "Test cutané négatif, rien d’autre n’est disponible"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_an_allergy_is_met_and_overridden(enter, browser, server, viewport):
    browser.forgive(r"status of 409|Response Status Error")
    fatou, aminata = enter("fatou", viewport=viewport), enter("aminata")
    file = {"patient_id": server.api("awa").get("/me").json()["id"], "kind": "allergy", "title": "Allergie", "content": ""}
    allergy = {"substance": "Pénicilline", "severity": "severe"}
    assert server.api("fatou").post("/medical-records", json=file | {"data": allergy}).status_code == 201

    # The name is chosen from the catalogue by keys alone; strength and form come with it.
    open_file(fatou, NDIAYE)
    fatou.get_by_role("link", name="Prescrire").click()
    line = fatou.get_by_role("group", name="Médicament 1")
    name = line.get_by_label("Nom (DCI)")
    name.press_sequentially("amoxi")
    expect(line.get_by_role("option").first).to_contain_text("Amoxicilline")
    expect(name).to_have_attribute("aria-expanded", "true")
    name.press("Escape")
    expect(line.get_by_role("option")).to_have_count(0)
    name.press_sequentially("cilline 500")
    expect(line.get_by_role("option")).to_have_count(2)
    name.press("ArrowUp")
    name.press("ArrowDown")
    name.press("Enter")
    expect(name).to_have_value("Amoxicilline")
    expect(line.get_by_label("Dosage")).to_have_value("500 mg")
    expect(line.get_by_label("Forme")).to_have_value("gélule")
    line.get_by_label("Posologie").fill("Matin et soir")
    line.get_by_label("Quantité").fill("12")
    fatou.locator("#pharmacy_id").select_option(label=PLATEAU)
    fatou.get_by_role("button", name="Signer l’ordonnance").click()

    # What was found is said first, and at its line; nothing typed is lost, and nothing is signed without a reason.
    summary = fatou.get_by_role("alert").filter(has_text="Une alerte avant de signer")
    expect(summary).to_be_focused()
    expect(line).to_contain_text("Allergie à Pénicilline (grave)")
    expect(line.get_by_label("Posologie")).to_have_value("Matin et soir")
    expect(fatou.locator("#toasts")).to_be_empty()
    fatou.get_by_role("button", name="Signer malgré l’alerte").click()
    expect(fatou.locator("#override:invalid")).to_be_visible()
    fatou.get_by_label("Pourquoi prescrire malgré l’alerte").fill(REASON)
    fatou.get_by_role("button", name="Signer malgré l’alerte").click()
    detail = its_page(fatou)
    expect_status(detail, "Émise")
    expect(detail).to_contain_text(REASON)

    # The pharmacy that takes it in charge is warned, and reads why.
    card = claim(aminata, detail.locator(".code").first.inner_text())
    card.get_by_role("link").first.click()
    theirs = its_page(aminata)
    expect(theirs).to_contain_text("Allergie à Pénicilline (grave)")
    expect(theirs).to_contain_text(REASON)
