"""One person in two tabs, and two persons at one phone."""

import pytest
from playwright.sync_api import expect

from tests.browsers import live, sign_in
from tests.journeys.asking import ask
from tests.journeys.cutting import NETWORK, cut_off
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_unread, go, rows, tab, toast

pytestmark = pytest.mark.browser


def sign_out(page, name):
    """Leave, by the menu."""
    page.locator("summary", has_text=f"Menu de {name}").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def test_what_is_read_in_one_tab_is_read_in_the_other(enter):
    fatou, ibrahima = enter("fatou"), enter("ibrahima")
    moussa = enter("moussa")
    other = tab(moussa, "/notifications")
    go(moussa, "/notifications")
    for doctor in (fatou, ibrahima):
        ask(doctor, "Moussa Sarr")
    for page in (moussa, other):
        expect_unread(page, 2)
    rows(moussa, "notification", "Fall").get_by_role("button", name="Marquer comme lu").click()
    for page in (moussa, other):
        expect_unread(page, 1)
        expect(rows(page, "notification", "Fall")).to_have_attribute("data-status", "read")
        expect(rows(page, "notification", "Diop")).to_have_attribute("data-status", "unread")
    expect(toast(other, "Fall")).to_have_count(0)
    other.get_by_role("button", name="Tout marquer comme lu").click()
    for page in (moussa, other):
        expect_unread(page, 0)
        expect(rows(page, "notification", "Diop")).to_have_attribute("data-status", "read")
        expect(toast(page, "Diop")).to_have_count(0)
        expect_live_equals_reload(page)


def test_signing_out_of_one_tab_ends_the_other(enter):
    moussa = enter("moussa")
    other = tab(moussa, "/patient/medical-records")
    sign_out(moussa, "Moussa Sarr")
    for page in (moussa, other):
        expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    other.go_back()
    expect(other.get_by_text("Moussa")).to_have_count(0)
    other.goto("/patient/medical-records")
    expect(other.get_by_role("heading", name="Connexion")).to_be_visible()


def test_the_next_person_at_the_phone_sees_nothing_of_the_one_before(enter, browser):
    browser.forgive(NETWORK)
    moussa = enter("moussa")
    link, away = cut_off(moussa.context.new_page())
    away.goto("/patient/")
    expect(away.get_by_role("heading", name="Bonjour Moussa Sarr")).to_be_visible()
    sign_out(moussa, "Moussa Sarr")
    live(sign_in(moussa, "awa"))

    # The tab that heard nothing of it discards Moussa's page as soon as it can connect.
    link.mend()
    away.get_by_role("button", name="Réessayer").click()
    expect(away.get_by_role("heading", name="Bonjour Awa Ndiaye")).to_be_visible()
    expect(away.get_by_text("Moussa Sarr")).to_have_count(0)
    expect(live(away).get_by_role("heading", name="Bonjour Awa Ndiaye")).to_be_visible()
    moussa.go_back()
    expect(moussa.get_by_text("Moussa")).to_have_count(0)
    expect_live_equals_reload(away)


def test_signing_in_over_somebody_ends_their_page(browser, server):
    phone = browser.new_page(server.url)
    older = phone.context.new_page()
    for page in (phone, older):
        page.goto("/login")
    moussa = live(sign_in(phone, "moussa"))
    sign_in(older, "awa")
    expect(live(older).get_by_role("heading", name="Bonjour Awa Ndiaye")).to_be_visible()
    expect(moussa.get_by_role("heading", name="Bonjour Awa Ndiaye")).to_be_visible()
    expect(moussa.get_by_text("Moussa")).to_have_count(0)
    expect_live_equals_reload(older)
