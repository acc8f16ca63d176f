"""Story 2, when the pharmacy has not everything: an ordonnance split between two, and a line that the doctor replaces."""

import pytest
from playwright.sync_api import expect

from tests.journeys.prescribing import claim, fill_line, its_page, prepare, prescribe
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, rows, tab, toast

pytestmark = pytest.mark.browser
NDIAYE, PLATEAU = "Awa Ndiaye", "Pharmacie du Plateau, Dakar"


def code_of(patient):
    """Return the pick-up code on the page of a patient's ordonnance."""
    return patient.locator("[id^=prescription_detail_] .pickup-code").inner_text().replace(" ", "")


def test_an_ordonnance_is_split_between_two_pharmacies(enter):
    awa, fatou, aminata, cheikh = enter("awa"), enter("fatou"), enter("aminata"), enter("cheikh")
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)
    card = claim(aminata, matricule)
    prepare(card)
    rows(awa, "prescription", matricule).get_by_role("link", name="Ordonnance du").click()
    hers = its_page(awa)
    first = code_of(awa)

    # Aminata hands over one of two lines; what was typed for the other is that it comes later.
    card.get_by_role("link", name="Délivrer").click()
    aminata.get_by_role("link", name="Délivrer en partie").click()
    aminata.get_by_role("group", name="Amoxicilline").get_by_label("Unités").fill("0")
    aminata.get_by_label("Code de retrait du patient").fill(first)
    aminata.get_by_role("button", name="Délivrer cela").click()
    expect_status(its_page(aminata), "Délivrée en partie")
    for person in (awa, fatou):
        expect_status(its_page(person), "Délivrée en partie")
    expect(hers).to_contain_text("20 × Paracétamol")

    # Awa takes the balance elsewhere.
    awa.locator("summary", has_text="Reprendre à la pharmacie").click()
    awa.locator("#return_reason").fill("Il n’y en a plus")
    awa.get_by_role("button", name="Reprendre l’ordonnance").click()
    expect(hers).to_contain_text("Il reste des médicaments à prendre.")
    expect(aminata.get_by_text("Cette ordonnance n’est plus dans votre pharmacie.")).to_be_visible()
    awa.locator("summary", has_text="Choisir la pharmacie").click()
    awa.get_by_label("Pharmacie de la Médina").check()
    awa.get_by_role("button", name="Envoyer à cette pharmacie").click()

    # Cheikh has a code of his own for it, and only what remains.
    card = claim(cheikh, matricule)
    expect(card).to_contain_text("Amoxicilline")
    expect(card).not_to_contain_text("Paracétamol")
    prepare(card)
    expect_status(hers, "Prête")
    second = code_of(awa)
    assert second != first
    card.get_by_role("link", name="Délivrer").click()
    cheikh.get_by_label("Code de retrait du patient").fill(second)
    cheikh.get_by_role("button", name="Délivrer").click()
    for person in (cheikh, awa, fatou):
        expect_status(its_page(person), "Délivrée")
    expect(hers).to_contain_text("14 × Amoxicilline")
    for page in (awa, fatou, cheikh):
        expect_live_equals_reload(page)


def test_what_is_out_of_stock_is_told_to_the_doctor_replaced_and_delivered(enter):
    awa, fatou, aminata = enter("awa"), enter("fatou"), enter("aminata")
    desk = tab(fatou, "/doctor/")
    lines = [("Quinine", "300 mg", "6"), ("Paracétamol", "500 mg", "20")]
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU, lines=lines)
    claim(aminata, matricule).get_by_role("link", name=NDIAYE).click()
    detail = its_page(aminata)
    detail.get_by_role("listitem").filter(has_text="Quinine").get_by_role("link", name="Ne peut être délivré").click()
    aminata.get_by_label("Rupture de stock").check()
    aminata.get_by_role("button", name="Ne pas délivrer cette ligne").click()
    expect(detail).to_contain_text("Non délivré")

    # Fatou hears of it wherever she is, and replaces the line from the card.
    expect(toast(desk, "À traiter : ligne non délivrée")).to_be_visible()
    card = rows(desk, "prescription", "À traiter : Quinine 300 mg n’est pas délivré")
    expect(card).to_contain_text("rupture de stock")
    card.get_by_role("link", name="Remplacer").click()
    expect(desk.get_by_text("Arachide")).to_be_visible()
    fill_line(desk.get_by_role("group", name="À la place"), "Amoxicilline", "1 g", "14")
    desk.get_by_role("button", name="Signer le remplacement").click()
    expect(its_page(desk)).to_contain_text("Remplacé")

    # The new line stands on Aminata's open page; she goes on.
    expect(detail).to_contain_text("Amoxicilline 1 g")
    detail.get_by_role("button", name="Préparer", exact=True).click()
    detail.get_by_role("button", name="Tout est prêt").click()
    rows(awa, "prescription", matricule).get_by_role("link", name="Ordonnance du").click()
    aminata.get_by_label("Code de retrait du patient").fill(code_of(awa))
    aminata.get_by_role("button", name="Délivrer").click()
    for person in (aminata, awa, fatou):
        expect_status(its_page(person), "Délivrée")
    for page in (awa, fatou, desk, aminata):
        expect_live_equals_reload(page)
