"""Story 1: a doctor asks for access; the patient decides, wherever they are, and takes it back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask, its_page
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, expect_unread, go, rows, tab, toast, unread

pytestmark = pytest.mark.browser
FALL, SARR = "Dr Ibrahima Fall", "Moussa Sarr"


def test_access_is_asked_narrowed_used_seen_and_cut(enter, browser):
    browser.forgive("404")  # the file, once it is closed
    moussa, ibrahima = enter("moussa"), enter("ibrahima")
    home, log = tab(moussa, "/patient/"), tab(moussa, "/patient/access-log")
    go(moussa, "/notifications")
    before = unread(moussa)

    desk = tab(ibrahima, "/doctor/")
    request = ask(ibrahima, SARR)
    expect_status(request, "En attente")
    expect(rows(desk, "access_request", SARR)).to_contain_text("30 jours")

    # Moussa is in the notification centre: toast, badge, title, row; his dashboard has the card.
    expect(toast(moussa, FALL)).to_be_visible()
    expect_unread(moussa, before + 1)
    expect(rows(moussa, "notification", f"{FALL} demande l’accès à votre dossier pour 30 jours")).to_have_count(1)
    card = rows(home, "access_request", FALL)
    expect(card).to_contain_text("« Suivi du diabète »")
    expect(card.get_by_role("button", name="Autoriser")).to_be_visible()
    expect_unread(home, before + 1)

    # The toast leads to the request; he allows less than was asked.
    toast(moussa, FALL).get_by_role("link").click()
    expect(moussa.get_by_role("heading", name="Demande d’accès")).to_be_visible()
    expect_unread(home, before)
    moussa.get_by_label("Lire seulement").check()
    moussa.get_by_label("Pendant combien de jours").fill("7")
    moussa.get_by_role("button", name="Autoriser", exact=True).click()
    expect_status(its_page(moussa), "Accordé")
    expect(moussa.get_by_role("button", name="Autoriser", exact=True)).to_be_hidden()
    expect_status(card, "Accordé")

    # Ibrahima's pages change in place, and he opens the file.
    expect_status(rows(desk, "access_request", SARR), "Accordé")
    expect_status(request, "Accordé")
    expect(request).to_contain_text("7 jours")
    request.get_by_role("link", name="Ouvrir le dossier").click()
    file = ibrahima.locator("[id^=patient_file_]")
    expect(file.get_by_role("heading", name=SARR)).to_be_visible()
    expect(file.get_by_role("link", name="Prescrire")).to_have_count(0)

    # Moussa sees it in his log at once, and cuts the access: the file leaves within a second.
    expect(rows(log, "access_log_line", f"{FALL} (Centre de santé de Kédougou) a consulté votre dossier")).to_have_count(1)
    with home.expect_response("**/revocation"):
        card.get_by_role("button", name="Couper l’accès").click()
    expect(file).to_have_count(0, timeout=1000)
    expect(ibrahima.get_by_text("Ce dossier ne vous est plus ouvert.")).to_be_visible()
    expect_status(card, "Coupé")
    expect_status(rows(desk, "access_request", SARR), "Coupé")
    for page in (home, log, moussa, desk):
        expect_live_equals_reload(page)
    ibrahima.reload()
    expect(ibrahima.get_by_role("heading", name="Introuvable")).to_be_visible()


def test_a_request_is_refused_from_the_page_one_was_reading(enter):
    moussa, ibrahima = enter("moussa"), enter("ibrahima")
    home = tab(moussa, "/patient/")
    go(moussa, "/patient/medical-records")
    request = ask(ibrahima, SARR)
    expect_unread(moussa, 1)
    toast(moussa, FALL).get_by_role("link").click()
    moussa.locator("summary", has_text="Refuser").click()
    moussa.get_by_label("Note pour vous").fill("Je ne connais pas ce médecin")
    moussa.get_by_role("button", name="Refuser").click()
    detail = its_page(moussa)
    expect_status(detail, "Refusé")
    expect(detail).to_contain_text("Je ne connais pas ce médecin")
    expect_status(request, "Refusé")
    expect(request).not_to_contain_text("Je ne connais pas")
    expect_unread(ibrahima, 1)
    expect_status(rows(home, "access_request", FALL), "Refusé")
    for page in (moussa, home, ibrahima):
        expect_live_equals_reload(page)


def test_a_doctor_withdraws_a_request(enter):
    moussa, ibrahima = enter("moussa"), enter("ibrahima")
    request = ask(ibrahima, SARR)
    card = rows(moussa, "access_request", FALL)
    expect(card.get_by_role("button", name="Autoriser")).to_be_visible()
    request.get_by_role("button", name="Annuler la demande").click()
    expect_status(request, "Annulé")
    expect_status(card, "Annulé")
    expect(card.get_by_role("button")).to_have_count(0)
    for page in (moussa, ibrahima):
        expect_live_equals_reload(page)
