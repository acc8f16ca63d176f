"""An elder lets his niece follow his file: on her phone she decides for him, everybody sees who did, and he ends it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import ask
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, go, rows, tab, toast
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
FALL, SARR, AWA = "Dr Ibrahima Fall", "Moussa Sarr", "Awa Ndiaye"


def test_a_file_is_followed_decided_in_and_closed_again(enter, browser):
    browser.forgive("404")  # the file, once it is followed no more
    moussa, awa, ibrahima = enter("moussa"), enter("awa"), enter("ibrahima")
    number = tab(awa, "/account").locator("dd.code").first.inner_text()

    # He names her, from the menu, with his password; both see it at once, and the way to his file is on her page.
    moussa.locator("header details.menu summary").click()
    moussa.get_by_role("link", name="Mes proches").click()
    moussa.get_by_label("Son téléphone ou son numéro de patient").fill(number)
    moussa.get_by_label("Qui est cette personne pour vous").fill("ma nièce")
    moussa.get_by_label("Votre mot de passe").fill(PASSWORD)
    moussa.get_by_role("button", name="Laisser suivre mon dossier").click()
    expect_status(rows(moussa, "delegation", AWA), "Suit mon dossier")
    expect(toast(awa, "Vous suivez un dossier")).to_be_visible()

    # A doctor asks him; it is on his page of hers, not among her own requests, and she says yes.
    awa.locator("#followings").get_by_role("link", name=SARR).click()
    expect(awa.get_by_text("Dossier de Moussa Sarr, que vous suivez.")).to_be_visible()
    own = tab(awa, "/patient/")
    request = ask(ibrahima, SARR, level="Lecture")
    card = rows(awa, "access_request", FALL)
    expect(toast(awa, f"Pour {SARR}")).to_be_visible()
    expect(rows(own, "access_request", FALL)).to_have_count(0)
    card.get_by_role("button", name="Autoriser").click()
    expect_status(card, "Accordé")
    expect(request).to_contain_text(f"Décidé par {AWA}, pour {SARR}.")
    log = tab(moussa, "/patient/access-log")
    expect(rows(log, "access_log_line", f"{AWA}, pour {SARR} a décidé d’un accès")).to_have_count(1)
    expect(rows(log, "access_log_line", f"{AWA}, pour {SARR} a consulté votre dossier").first).to_be_visible()
    for page in (own, log):  # not hers of his file: asking for it again is one more reading of it
        expect_live_equals_reload(page)

    # He ends it: his file leaves her screen.
    go(moussa, "/patient/people")
    moussa.get_by_role("button", name="Mettre fin").click()
    moussa.get_by_role("dialog").get_by_role("button", name="Mettre fin").click()
    expect(awa.locator("[id^=patient_file_]")).to_have_count(0, timeout=1500)
    expect(awa.get_by_text("Ce dossier ne vous est plus ouvert.")).to_be_visible()
    expect(own.locator("#followings").get_by_role("link", name=SARR)).to_have_count(0)
    awa.reload()
    expect(awa.get_by_role("heading", name="Introuvable")).to_be_visible()
