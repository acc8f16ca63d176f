"""A phone that is shared: locked at a tap or by time, nothing of it left to read, and as it was with the right PIN."""

import pytest
from playwright.sync_api import expect

from tests.browsers import live
from tests.journeys.seeing import go, tab
from tests.people import PASSWORD

PIN = "4071"
PERSONAL = ("Awa", "Ndiaye", "Fatou", "ORD-", "Accueil")


@pytest.fixture
def awa(enter):
    """Awa's phone; she has just chosen a PIN, to lock after a minute."""
    page = go(enter("awa"), "/account")
    page.get_by_label("Code PIN").fill(PIN)
    page.get_by_label("1 minute", exact=True).check()
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Choisir ce code PIN").click()
    expect(page.get_by_text("après une minute sans vous")).to_be_visible()
    return live(page)


def lock(page):
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Verrouiller").click()
    expect_locked(page)


def expect_locked(page):
    """Wait for the neutral screen; nothing else is in the document, whoever reads it."""
    expect(page.get_by_role("heading", name="Écran verrouillé")).to_be_visible()
    expect(page).to_have_title("FADJMA – Écran verrouillé")
    written = page.evaluate("document.documentElement.outerHTML")
    assert not [word for word in PERSONAL if word in written]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def unlock(page, pin=PIN):
    page.get_by_label("Code PIN").fill(pin)
    page.get_by_role("button", name="Déverrouiller").click()


def test_locked_at_a_tap_it_shows_nothing_by_back_or_reload_and_opens_with_the_pin(awa, browser):
    browser.forgive("422")
    go(awa, "/patient/medical-records")
    go(awa, "/patient/")
    lock(awa)
    awa.go_back()
    expect_locked(awa)
    assert awa.url.endswith("/lock")
    awa.goto("/patient/")
    expect_locked(awa)
    unlock(awa, "9999")
    expect(awa.get_by_role("alert")).to_have_text("Ce n’est pas le bon code. Il reste 4 essais.")
    expect(awa.get_by_label("Code PIN")).to_be_focused()
    expect(awa.get_by_label("Code PIN")).to_have_value("")
    unlock(awa)
    awa.wait_for_url("**/patient/")
    live(awa)


def test_what_was_being_typed_comes_back_with_the_right_pin_and_the_page_is_live_again(awa, server):
    address = server.api("khady") and server.api("awa").get("/prescriptions").json()["items"][0]["id"]
    go(awa, f"/patient/prescriptions/{address}")
    awa.get_by_text("Demander le renouvellement").click()
    words = awa.locator("textarea, input[name=note]").last
    words.fill("Il m’en reste pour trois jours")
    awa.keyboard.press("Alt+l")
    expect_locked(awa)
    assert "trois jours" not in awa.evaluate("document.documentElement.outerHTML")
    unlock(awa)
    expect(words).to_have_value("Il m’en reste pour trois jours")
    expect(words).to_be_focused()
    live(awa)
    awa.evaluate("document.querySelector('[data-dirty]').removeAttribute('data-dirty')")


def test_the_other_tabs_of_the_session_lock_too_and_open_when_one_does(awa):
    other = tab(awa, "/patient/medical-records")
    lock(awa)
    expect_locked(other)
    unlock(other)
    live(other)
    awa.bring_to_front()
    awa.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    live(awa)


def test_five_wrong_pins_sign_the_phone_out(awa, browser):
    browser.forgive("422")
    lock(awa)
    for left in ("4 essais", "3 essais", "2 essais", "un essai"):
        unlock(awa, "9999")
        expect(awa.get_by_role("alert")).to_contain_text(left)
    unlock(awa, "9999")
    awa.wait_for_url("**/login")
    awa.go_back()
    expect(awa.get_by_role("heading", name="Connexion")).to_be_visible()


def test_a_phone_that_nobody_touches_locks_by_itself_and_who_it_is_not_leaves(enter, browser, awa):
    awa.clock.install()
    go(awa, "/patient/")
    awa.clock.run_for(55_000)
    expect(awa.get_by_role("heading", name="Écran verrouillé")).to_be_hidden()
    awa.clock.run_for(10_000)
    expect_locked(awa)
    awa.get_by_role("button", name="Ce n’est pas moi").click()
    awa.wait_for_url("**/login")
