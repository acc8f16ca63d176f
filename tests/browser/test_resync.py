"""A page too far behind, or made stale at one stroke, is fetched again, and loses nothing by it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.things import ids, row, swap
from tests.browsers import live

pytestmark = pytest.mark.browser


def test_a_page_too_far_behind_is_fetched_again(page, stage):
    stage.tell(swap("1", row("1", "reste")), swap("2", row("2", "part")))
    expect(page.locator("#prescription_2")).to_be_visible()
    page.locator("#title").fill("un titre en cours")
    stage.rows, stage.unread = [row("1", "reste, changée"), row("9", "nouvelle")], 4
    stage.journal += [{}] * 300
    stage.send("resync", {"streams": {"user_awa": len(stage.journal)}})
    expect(page.locator("#prescription_9")).to_be_visible()
    assert ids(page) == ["prescription_1", "prescription_9"]
    expect(page.locator("#prescription_1")).to_have_text("reste, changée")
    expect(page.locator("#unread-count")).to_have_text("4")
    expect(page).to_have_title(re.compile(r"^\(4\) FADJMA"))
    assert page.locator("#title").input_value() == "un titre en cours"
    stage.wait(lambda: stage.acknowledged and stage.acknowledged[-1]["streams"] == {"user_awa": 301})
    stage.tell(swap("8", row("8", "et la suite")))
    expect(page.locator("#prescription_8")).to_be_visible()


def test_what_arrives_while_the_page_is_fetched_again_is_kept(page, stage):
    def meanwhile(route):
        response = route.fetch()
        stage.tell(swap("5", row("5", "entre-temps")))
        page.wait_for_timeout(100)  # the event must be here before the page it is not in
        route.fulfill(response=response)

    page.route("**/patient/", meanwhile)
    stage.send("resync", {"streams": {"user_awa": 0}})
    expect(page.locator("#prescription_5")).to_be_visible()


def test_a_region_that_is_fetched_again_says_so_until_it_is_there(page, stage, browser):
    region = page.locator("#region")
    style = "region => (({ animationName, animationDelay }) => [animationName, animationDelay])(getComputedStyle(region))"
    held = []
    page.route("**/patient/", lambda route: held.append(route))
    stage.send("resync", {"streams": {"user_awa": 0}})
    expect(region).to_have_attribute("aria-busy", "true")
    assert region.evaluate(style) == ["busy", "0.4s"]
    held[0].continue_()
    expect(region).not_to_have_attribute("aria-busy", "true")
    assert region.evaluate(style)[0] == "none"


def test_a_stream_that_went_back_in_time_is_believed_after_a_resync(page, stage):
    stage.tell(swap("1", row("1", "avant")))
    expect(page.locator("#prescription_1")).to_be_visible()
    stage.journal.clear()
    stage.send("resync", {"streams": {"user_awa": 0}})
    stage.wait(lambda: stage.acknowledged and stage.acknowledged[-1]["streams"] == {"user_awa": 0})
    stage.tell(swap("2", row("2", "après")))
    expect(page.locator("#prescription_2")).to_be_visible()


def told(name, status):
    """Return the html of one row of the centre."""
    return f'<li id="notification_{name}" class="notification" data-status="{status}">Ordonnance prête</li>'


def test_all_read_elsewhere_is_all_read_here(page, stage):
    stage.rows, stage.unread = [told("1", "unread"), told("2", "unread")], 2
    page.goto("/pages/centre")
    live(page)
    stage.rows, stage.unread = [told("1", "read"), told("2", "read")], 0
    stage.tell(type="notification_read", data={"all": True})
    expect(page.locator("#notifications > [data-status=read]")).to_have_count(2)
    expect(page.locator("#unread-count")).to_have_text("0")
    stage.wait(lambda: stage.acknowledged and stage.acknowledged[-1]["streams"] == {"user_awa": 1})


def test_all_read_elsewhere_is_tried_again_where_the_page_cannot_be_had(page, stage, browser):
    browser.forgive("Failed to load resource|ERR_")
    stage.rows, stage.unread = [told("1", "unread")], 1
    page.goto("/pages/centre")
    live(page)
    page.route("**/pages/centre", lambda route: route.abort(), times=1)
    stage.rows, stage.unread = [told("1", "read")], 0
    stage.tell(type="notification_read", data={"all": True})
    expect(page.locator("#notification_1")).to_have_attribute("data-status", "read")
