"""The centre in the browser: groups that grow, all read and taken back, and the keys."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.things import ids
from tests.browsers import live

pytestmark = pytest.mark.browser


def told(name, status="unread", about="p"):
    """Return the html of one row of the centre."""
    button = f'<button type="button" class="quiet" hx-post="/act" hx-target="#notification_{name}">Lu</button>'
    words = f'<div><a href="/patient/?p={name}"><strong>Parole {name}</strong></a></div>'
    row = f'<li id="notification_{name}" class="notification" data-about="{about}" data-status="{status}">'
    return f"{row}{words}{button if status == 'unread' else ''}</li>"


def arrives(stage, name, **fields):
    """Tell of one notification."""
    swap = {"target": f"notification_{name}", "list": "notifications", "html": told(name, **fields)}
    return stage.tell(swap, notify=True)


@pytest.fixture
def centre(browser, stage):
    """Return how to open the centre on given rows, connected."""

    def open_centre(*rows):
        stage.rows = list(rows)
        page = browser.new_page(stage.url)
        page.goto("/pages/centre")
        return live(page)

    return open_centre


def older(page):
    """Return the ids of what is folded."""
    return ids(page, ".older ul")


# Groups


def test_a_new_word_on_a_thing_leads_and_what_was_said_folds_below_it(centre, stage):
    page = centre(told("2", about="q"), told("1"))
    for name in "34":
        arrives(stage, name)
    expect(page.locator("#notification_4")).to_be_visible()
    assert ids(page, "#notifications") == ["notification_4", "notification_2"]
    assert older(page) == ["notification_3", "notification_1"]
    expect(page.locator("#notifications summary")).to_have_text(re.compile(r"Avant cela\s+2"))
    expect(page.locator("#notification_1")).to_be_hidden()
    assert page.locator("#notification_4 + .older").count() == 1


def test_a_word_that_comes_late_folds_in_its_place(centre, stage):
    page = centre(told("5"))
    for name in "243":
        arrives(stage, name)
    expect(page.locator(".older summary span")).to_have_text("3")
    assert older(page) == ["notification_4", "notification_3", "notification_2"]


def test_an_open_group_stays_open_and_the_row_somebody_is_at_stays_where_it_is(centre, stage):
    page = centre(told("1"))
    arrives(stage, "2")
    page.locator("#notifications summary").click()
    arrives(stage, "3")
    expect(page.locator("#notification_2")).to_be_visible()
    page.locator("#notification_3 a").focus()
    arrives(stage, "4")
    expect(page.locator("#notification_4")).to_be_visible()
    expect(page.locator("#notification_3 a")).to_be_focused()
    assert ids(page, "#notifications") == ["notification_4", "notification_3"]
    assert page.locator(".older details").get_attribute("open") is not None


# All read, and taken back


def offer(stage, seconds=10):
    """Let the next act answer the list read, and the offer to take it back."""
    words = {"message": "Tout est marqué comme lu", "act": "Annuler", "url": "/act", "seconds": seconds}
    html = f'<ul id="notifications" class="rows" data-live>{told("1", "read")}</ul>'
    stage.answers.append((200, html, {"HX-Trigger": json.dumps({"undoable": words})}))


def test_that_all_are_read_is_taken_back(centre, stage):
    page = centre(told("1"))
    offer(stage)
    stage.answers.append((200, f'<ul id="notifications" class="rows" data-live>{told("1")}</ul>', {}))
    page.locator("#all").click()
    expect(page.locator("#notification_1")).to_have_attribute("data-status", "read")
    toast = page.locator(".toast")
    expect(toast).to_contain_text(re.compile(r"Tout est marqué comme lu\s+Annuler\s+10\ss"))
    toast.get_by_role("button", name="Annuler").click()
    expect(page.locator("#notification_1")).to_have_attribute("data-status", "unread")
    expect(toast).to_have_count(0)


def test_the_offer_ends_after_its_seconds_which_stand_still_while_somebody_is_at_it(centre, stage):
    page = centre(told("1"))
    offer(stage)
    page.clock.install()
    page.locator("#all").click()
    toast = page.locator(".toast")
    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_be_visible()
    page.locator("h1").hover()
    page.clock.run_for(11_000)
    expect(toast).to_have_count(0)


def test_taken_back_elsewhere_it_is_unread_here(centre, stage):
    page = centre(told("1", "read"))
    stage.rows, stage.unread = [told("1")], 1
    stage.tell(type="notification_read", data={"all": True, "undone": True})
    expect(page.locator("#notification_1")).to_have_attribute("data-status", "unread")
    expect(page.locator("#unread-count")).to_have_text("1")


def test_a_thing_read_elsewhere_is_read_here(centre, stage):
    page = centre(told("2", about="q"), told("1"))
    stage.rows, stage.unread = [told("2", about="q"), told("1", "read")], 1
    stage.tell(type="notification_read", data={"about": "p"})
    expect(page.locator("#notification_1")).to_have_attribute("data-status", "read")


# Keys


def test_the_centre_is_used_by_keys_alone(centre, stage):
    page = centre(told("3", about="r"), told("2", about="q"), told("1"))
    for key, name in (("j", "3"), ("j", "2"), ("j", "1"), ("j", "1"), ("k", "2")):
        page.keyboard.press(key)
        expect(page.locator(f"#notification_{name} a")).to_be_focused()
    stage.answers.append((200, told("2", "read", "q"), {}))
    page.keyboard.press("e")
    expect(page.locator("#notification_2")).to_have_attribute("data-status", "read")
    expect(page.locator("#notification_2 a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/patient/?p=2")


def test_help_is_a_dialog_and_n_opens_the_centre(page, browser):
    browser.forgive("404")  # the stage has no page there
    page.keyboard.press("?")
    help = page.get_by_role("dialog", name="Raccourcis clavier")
    expect(help).to_be_visible()
    page.keyboard.press("n")
    expect(help).to_be_visible()
    page.keyboard.press("Escape")
    expect(help).to_be_hidden()
    page.keyboard.press("n")
    page.wait_for_url("**/notifications")


def test_keys_are_letters_while_somebody_types_and_the_browsers_with_a_modifier(page):
    page.locator("#title").click()
    page.keyboard.type("n?je")
    assert page.locator("#title").input_value() == "n?je"
    page.locator("h1").click()
    page.keyboard.press("Control+e")
    page.keyboard.press("Alt+n")
    assert page.url.endswith("/patient/")
    page.locator("#title").fill("")
    page.locator("#title").evaluate("field => { delete field.dataset.dirty }")


def test_keys_that_are_turned_off_do_nothing(browser, stage):
    stage.shortcuts = False
    page = browser.new_page(stage.url)
    page.goto("/patient/")
    live(page)
    page.keyboard.press("?")
    page.keyboard.press("n")
    assert page.locator("#keys").count() == 0
    assert page.url.endswith("/patient/")
