"""The live connection of a page: it comes back for ever, says how it stands, and never shows one person another's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.things import row, swap
from tests.browsers import live

pytestmark = pytest.mark.browser
NETWORK = r"ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource|websocket error"


def line(page):
    """Return the line that says how the connection stands."""
    return page.locator("#connection")


def test_a_page_says_who_it_is_and_where_it_stands(page, stage):
    assert stage.handshakes[0] == {
        "csrf": "csrf-of-access",
        "cursors": {"user_awa": 0},
        "resumed": False,
        "language": "fr",
        "transport": "websocket",
    }


def test_what_happened_between_the_page_and_its_connection_is_caught_up(browser, stage):
    page = browser.new_page(stage.url)
    page.route("**/js/app.js", lambda route: (stage.tell(swap("1", row("1", "entre-temps"))), route.continue_()))
    live_page = page.goto("/patient/")
    assert "entre-temps" not in live_page.text()
    expect(page.locator("#prescription_1")).to_be_visible()


def test_a_phone_that_was_away_sees_on_its_return_what_happened(page, stage, browser):
    browser.forgive(NETWORK)
    page.clock.install()
    page.context.set_offline(True)
    expect(line(page)).to_have_attribute("data-state", "connecting")
    expect(line(page)).to_be_hidden()
    for name in "123":
        stage.tell(swap(name, row(name, "pendant l’absence")))
    page.clock.run_for(6000)
    expect(line(page)).to_have_text(
        re.compile(r"Connexion perdue\s+– nouvel essai dans \d+\ss\s+Réessayer"), use_inner_text=True
    )
    page.context.set_offline(False)
    expect(page.locator("#prescription_3")).to_be_visible()
    page.clock.run_for(1000)
    expect(line(page)).to_have_text("Reconnecté – 3 mises à jour", use_inner_text=True)
    expect(line(page)).to_have_attribute("data-state", "live")
    page.clock.run_for(8000)
    expect(line(page)).to_be_hidden()
    assert stage.handshakes[-1]["resumed"] is True


def test_a_fact_that_was_lost_on_the_way_is_fetched_before_the_next_is_shown(page, stage):
    send, stage.socketio.emit = stage.socketio.emit, lambda *_: None
    stage.tell(swap("1", row("1", "perdue en chemin")))
    stage.socketio.emit = send
    stage.tell(swap("2", row("2", "la suivante")))
    expect(page.locator("#prescription_1")).to_be_visible()
    expect(page.locator("#prescription_2")).to_be_visible()
    assert stage.handshakes[-1]["cursors"] == {"user_awa": 0}


def test_after_five_quick_tries_it_says_plainly_that_it_is_offline_and_goes_on_trying(page, stage, browser):
    browser.forgive(NETWORK)
    stage.refuses = True
    page.clock.install()
    stage.cut()
    for _ in range(5):
        tries = len(stage.handshakes)
        page.clock.run_for(6000)
        stage.wait(lambda before=tries: len(stage.handshakes) > before)
    expect(line(page)).to_have_attribute("data-state", "offline")
    expect(line(page)).to_contain_text("Hors connexion")
    stage.refuses = False
    page.get_by_role("button", name="Réessayer").click()
    live(page)


def test_a_server_that_says_goodbye_is_called_again(page, stage):
    stage.socketio.server.disconnect(next(iter(stage.socketio.server.manager.get_participants("/", None)))[0])
    stage.wait(lambda: len(stage.handshakes) == 2)
    live(page)


def test_a_refused_websocket_falls_back_to_polling(browser, stage):
    browser.forgive(NETWORK)
    stage.takes_websockets = False
    page = live_page(browser, stage)
    assert stage.handshakes[-1]["transport"] == "polling"
    stage.tell(swap("1", row("1", "par sondage")))
    expect(page.locator("#prescription_1")).to_be_visible()


def live_page(browser, stage):
    """Return a new phone of Awa's, connected."""
    page = browser.new_page(stage.url)
    page.goto("/patient/")
    return live(page)


def test_a_websocket_that_hangs_falls_back_to_polling(browser, stage):
    page = browser.new_page(stage.url)
    page.clock.install()
    page.route_web_socket("**/socket.io/**", lambda socket: None)  # opens, and nothing more ever comes
    page.goto("/patient/")
    expect(line(page)).to_have_attribute("data-state", "connecting")
    page.clock.run_for(11_500)
    live(page)
    assert stage.handshakes[-1]["transport"] == "polling"


def test_a_connection_that_opens_and_says_nothing_is_given_up_after_ten_seconds(browser, stage):
    stage.silent = True
    page = browser.new_page(stage.url)
    page.clock.install()
    page.goto("/patient/")
    stage.wait(lambda: len(stage.handshakes) == 1)
    page.clock.run_for(9000)
    assert len(stage.handshakes) == 1
    stage.silent = False
    page.clock.run_for(2500)
    live(page)


def test_a_connection_that_only_looks_alive_is_made_again_when_the_network_returns(page, stage):
    page.clock.install()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(8000)
    assert len(stage.handshakes) == 1
    stage.gate.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(8000)
    stage.wait(lambda: len(stage.handshakes) == 2)
    live(page)
