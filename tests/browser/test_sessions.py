"""The session behind a page: renewed in time, ended in good order, never shown to somebody else."""

import pytest
from playwright.sync_api import expect

from tests.browser.things import row, swap
from tests.browsers import live

pytestmark = pytest.mark.browser


def test_an_ended_token_is_renewed_and_the_connection_made_again(page, stage):
    stage.session = "expired"
    stage.cut()
    stage.wait(lambda: len(stage.handshakes) >= 3)
    live(page)
    assert ("refresh", "csrf-of-refresh", None) in stage.requests
    assert stage.handshakes[-1]["csrf"] == "csrf-renewed"


def test_an_ended_session_leads_to_the_log_in_and_back(page, stage, browser):
    browser.forgive("401")
    stage.session = "over"
    page.locator("#title").fill("non enregistré")
    stage.cut()
    link = page.locator("#connection").get_by_role("link", name="Se reconnecter")
    expect(link).to_have_attribute("href", "/login?next=%2Fpatient%2F")
    assert page.locator("#title").input_value() == "non enregistré"


def test_somebody_elses_page_is_discarded(page, stage):
    page.locator("#title").fill("d’Awa")
    stage.user_id = "moussa"
    with page.expect_navigation():
        stage.cut()
    expect(page.locator("body")).to_have_attribute("data-user", "moussa")
    assert page.locator("#title").input_value() == ""


def test_a_session_that_is_ended_leaves_nothing_on_the_screen(page, stage):
    stage.tell(swap("1", row("1", "secret")))
    expect(page.locator("#prescription_1")).to_be_visible()
    with page.expect_navigation(url="**/login"):
        stage.send("session_ending", {"reason": "signed_out", "in_seconds": 1})


def test_a_token_about_to_end_is_renewed_in_time(browser, stage):
    stage.token_seconds = 100
    page = browser.new_page(stage.url)
    page.clock.install()
    page.goto("/patient/")
    live(page)
    page.clock.run_for(60_000)
    assert not stage.requests
    page.clock.run_for(30_000)
    stage.wait(lambda: ("refresh", "csrf-of-refresh", None) in stage.requests)


def test_nothing_is_kept_in_web_storage(page, stage):
    page.goto("/pages/list?q=Ndiaye")
    live(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
