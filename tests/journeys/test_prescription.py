"""Story 2: an ordonnance from its signature to the hand-over, with everybody it concerns looking on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE
from tests.journeys.cutting import NETWORK
from tests.journeys.prescribing import NOBODY, claim, in_queue, its_page, prepare, prescribe, read_paper
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, expect_step, expect_unread, go, rows, tab, toast, unread

pytestmark = pytest.mark.browser
NDIAYE, PLATEAU = "Awa Ndiaye", "Pharmacie du Plateau, Dakar"
REFUSED = r"status of (409|422)|htmx:|Response Status Error"


def test_an_ordonnance_goes_from_the_doctor_to_the_hands_of_its_patient(enter, browser):
    browser.forgive(REFUSED)  # the wrong code
    awa, fatou = enter("awa"), enter("fatou")
    aminata, seynabou = enter("aminata"), enter("seynabou")
    stock, desk = tab(seynabou, "/pharmacist/stock"), tab(fatou, "/doctor/")
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)

    # Both pharmacists have the card at once, with what an unclaimed one may show and nothing more.
    for pharmacist in (aminata, seynabou):
        card = in_queue(pharmacist, matricule)
        expect(card).to_contain_text("Dakar, 2 lignes")
        for secret in (NDIAYE, "Paracétamol", "Amoxicilline", "Fatou", matricule):
            expect(card).not_to_contain_text(secret)
        expect(toast(pharmacist, NDIAYE)).to_have_count(0)
    expect(rows(desk, "prescription", NDIAYE).first).to_contain_text("Paracétamol 500 mg, Amoxicilline 1 g")
    rows(awa, "prescription", matricule).get_by_role("link", name="Ordonnance du").click()
    path = its_page(awa)
    expect_step(path, "Émise")

    # Aminata takes it in charge: Seynabou's copy changes, and Awa's path goes on, with the code.
    card = claim(aminata, matricule)
    expect(card).to_contain_text(NDIAYE)
    hers = in_queue(seynabou, matricule)
    expect(hers).to_contain_text(NDIAYE)
    expect(hers.get_by_role("button", name="Préparer")).to_be_visible()
    expect_step(path, "Validée")
    code = path.locator(".pickup-code").inner_text().replace(" ", "")
    assert re.fullmatch(r"\d{6}", code)
    shelf = rows(stock, "stock_item", "Paracétamol").first
    held = quantities(shelf)
    prepare(card)
    expect_status(hers, "Prête")
    expect_step(path, "Prête")
    expect(shelf.locator("[data-label=Réservées]")).to_have_text(str(held["Réservées"] + 20))

    # A wrong code is told in French, and stays where it was typed.
    card.get_by_role("link", name="Délivrer").click()
    field = aminata.get_by_label("Code de retrait du patient")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    field.fill(wrong)
    aminata.get_by_role("button", name="Délivrer").click()
    expect(aminata.get_by_text("Ce code de retrait n’est pas le bon.")).to_be_visible()
    expect(field).to_have_value(wrong)
    expect(toast(awa, "Code de retrait erroné")).to_be_visible()
    field.fill(code)
    aminata.get_by_role("button", name="Délivrer").click()
    expect_status(its_page(aminata), "Délivrée")
    expect(field).to_be_hidden()

    # Awa's path is at its end; the stock, Seynabou's queue and Fatou's pages have followed.
    expect_status(path, "Délivrée")
    expect(path.locator(".pickup-code")).to_have_count(0)
    expect(shelf.locator("[data-label=Stock]")).to_have_text(str(held["Stock"] - 20))
    expect(shelf.locator("[data-label=Réservées]")).to_have_text(str(held["Réservées"]))
    expect_status(hers, "Délivrée")
    expect_status(its_page(fatou), "Délivrée")
    expect_status(rows(desk, "prescription", NDIAYE).first, "Délivrée")
    for page in (awa, fatou, desk, aminata, seynabou, stock):
        expect_live_equals_reload(page)


def quantities(shelf):
    """Return {heading: number} of a lot's row."""
    return {name: int(shelf.locator(f"[data-label={name}]").inner_text()) for name in ("Stock", "Réservées")}


def test_whoever_was_slower_is_told_so(enter, browser):
    browser.forgive(REFUSED)
    awa, fatou, aminata, cheikh = enter("awa"), enter("fatou"), enter("aminata"), enter("cheikh")
    before = {pharmacist: unread(pharmacist) for pharmacist in (aminata, cheikh)}
    matricule = prescribe(fatou, NDIAYE, pharmacy=NOBODY)
    for pharmacist, count in before.items():
        heard = toast(pharmacist, "2 lignes. Le patient n’a pas encore choisi sa pharmacie.")
        expect(heard).to_contain_text("Ordonnance signée à Dakar")
        expect(heard).not_to_contain_text(matricule[-4:])
        expect_unread(pharmacist, count + 1)
        expect(in_queue(pharmacist, matricule)).to_have_count(0)

    # Both have read the paper; Cheikh is faster.
    for pharmacist in (aminata, cheikh):
        read_paper(pharmacist, matricule)
    expect(toast(awa, "Une pharmacie a lu votre ordonnance")).not_to_have_count(0)
    cheikh.get_by_role("button", name="Prendre en charge").click()
    expect_status(its_page(cheikh), "Validée")
    aminata.get_by_role("button", name="Prendre en charge").click()
    expect(aminata.get_by_role("alert").filter(has_text="Quelqu’un a été plus rapide")).to_be_visible()
    expect_step(rows(awa, "prescription", matricule), "Validée")
    expect_status(its_page(fatou), "Validée")
    go(aminata, "/pharmacist/")
    expect(in_queue(aminata, matricule)).to_have_count(0)
    for page in (awa, fatou, cheikh, aminata):
        expect_live_equals_reload(page)


def test_a_cancellation_is_asked_of_the_pharmacy_and_answered(enter):
    awa, fatou, aminata = enter("awa"), enter("fatou"), enter("aminata")
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)
    claim(aminata, matricule)
    fatou.get_by_role("link", name="Demander l’annulation").click()
    fatou.get_by_label("Motif").fill("Allergie découverte")
    fatou.get_by_role("button", name="Annuler l’ordonnance").click()
    expect_status(its_page(fatou), "Annulation demandée")
    card = in_queue(aminata, matricule)
    expect_status(card, "Annulation demandée")
    expect(card).to_contain_text("Motif : Allergie découverte")
    expect(card.get_by_role("button", name="Préparer")).to_have_count(0)
    expect_status(rows(awa, "prescription", matricule), "Annulation demandée")

    # The pharmacy first refuses, and says why; asked again, it agrees.
    card.get_by_role("link", name="Refuser").click()
    aminata.locator("summary", has_text="Refuser l’annulation").click()
    aminata.locator("#cancellation_reason").fill("Déjà préparée")
    aminata.get_by_role("button", name="Refuser l’annulation").click()
    expect_status(its_page(fatou), "Validée")
    expect(its_page(fatou)).to_contain_text("Déjà préparée")
    expect_status(rows(awa, "prescription", matricule), "Validée")
    fatou.get_by_role("link", name="Demander l’annulation").click()
    fatou.get_by_label("Motif").fill("Allergie confirmée")
    fatou.get_by_role("button", name="Annuler l’ordonnance").click()
    aminata.get_by_role("button", name="Accepter l’annulation").click()
    expect_status(its_page(aminata), "Annulée")
    expect_status(its_page(fatou), "Annulée")
    expect_status(rows(awa, "prescription", matricule), "Annulée")
    for page in (awa, fatou, aminata):
        expect_live_equals_reload(page)


def test_an_ordonnance_that_is_given_back_goes_to_another_pharmacy(enter):
    awa, fatou, aminata, cheikh = enter("awa"), enter("fatou"), enter("aminata"), enter("cheikh")
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)
    claim(aminata, matricule).get_by_role("link", name=NDIAYE).click()
    aminata.locator("summary", has_text="Rendre l’ordonnance").click()
    aminata.locator("#return_reason").fill("Rupture de stock")
    aminata.get_by_role("button", name="Rendre au patient").click()
    expect(in_queue(aminata, matricule)).to_have_count(0)

    # Awa, on her phone, is asked to choose again, and Cheikh's queue shows it once she has.
    card = rows(awa, "prescription", matricule)
    expect_status(card, "Émise")
    card.get_by_role("link", name="Choisir une pharmacie").click()
    awa.get_by_label("Pharmacie de la Médina").check()
    awa.get_by_role("button", name="Envoyer à cette pharmacie").click()
    expect(its_page(awa)).to_contain_text("Pharmacie de la Médina")
    claim(cheikh, matricule)
    expect_step(its_page(awa), "Validée")
    expect(its_page(fatou)).to_contain_text("Pharmacie de la Médina")
    for page in (awa, fatou, aminata, cheikh):
        expect_live_equals_reload(page)


def test_what_the_patient_asks_waits_as_a_card_and_is_answered(enter):
    awa, fatou, aminata = enter("awa"), enter("fatou"), enter("aminata")
    desk = tab(fatou, "/doctor/")
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)
    card = claim(aminata, matricule)
    rows(awa, "prescription", matricule).get_by_role("link", name="Ordonnance du").click()
    detail = its_page(awa)
    awa.locator("summary", has_text="Demander à être livré").click()
    awa.get_by_label("Me l’apporter").check()
    awa.get_by_label("Adresse").fill("Sicap Liberté 3, villa 12")
    awa.get_by_role("button", name="Demander à la pharmacie").click()
    expect(card).to_contain_text("À traiter : Livraison à domicile")
    expect(card).to_contain_text("Sicap Liberté 3, villa 12")
    card.get_by_role("button", name="Accepter").click()
    expect(detail.get_by_role("listitem").filter(has_text="Livraison à domicile")).to_contain_text("Acceptée")

    # Once delivered, she asks the prescriber for the same again.
    prepare(card)
    code = detail.locator(".pickup-code").inner_text()
    card.get_by_role("link", name="Délivrer").click()
    aminata.get_by_label("Code de retrait du patient").fill(code)
    aminata.get_by_role("button", name="Délivrer").click()
    expect_status(detail, "Délivrée")
    awa.locator("summary", has_text="Demander le renouvellement").click()
    awa.get_by_label("Un mot pour le médecin").fill("Il m’en faut encore")
    awa.get_by_role("button", name="Demander à Dr Fatou Diop").click()
    waiting = rows(desk, "prescription", "À traiter : renouvellement demandé")
    expect(waiting).to_contain_text("« Il m’en faut encore »")
    expect_live_equals_reload(desk)
    waiting.get_by_role("button", name="Renouveler").click()
    expect_status(its_page(desk), "Émise")
    expect(detail.get_by_role("listitem").filter(has_text="Renouvellement")).to_contain_text("Acceptée")
    renewed = its_page(desk).locator(".code").first.inner_text()
    assert renewed != matricule
    for page in (awa, fatou, desk, aminata):
        expect_live_equals_reload(page)
    go(awa, "/patient/prescriptions")
    expect(rows(awa, "prescription", renewed)).to_have_count(1)


def test_a_phone_that_was_offline_finds_its_ordonnance_where_it_now_stands(enter, browser):
    browser.forgive(NETWORK)
    awa, fatou, aminata = enter("awa"), enter("fatou"), enter("aminata", viewport=PHONE)
    matricule = prescribe(fatou, NDIAYE, pharmacy=PLATEAU)
    card = rows(awa, "prescription", matricule)
    expect_step(card, "Émise")
    centre = tab(awa, "/notifications")
    before = unread(centre)
    awa.context.set_offline(True)
    expect(awa.locator("#connection")).not_to_have_attribute("data-state", "live")
    prepare(claim(aminata, matricule))
    expect_step(card, "Émise")
    awa.context.set_offline(False)
    expect_step(card, "Prête")
    expect(card.locator(".pickup-code")).to_be_visible()
    for page in (awa, centre):
        expect_unread(page, before + 3)
        expect(toast(page, "Ordonnance prête")).to_have_count(1)
    for words in ("prise en charge", "en préparation", "prête"):
        said = centre.locator("#notifications [id^=notification_]").filter(has_text=f"Ordonnance {words}")
        expect(said.filter(has_text=matricule)).to_have_count(1)  # older words are folded under the newest
    for page in (awa, centre, aminata):
        expect_live_equals_reload(page)
