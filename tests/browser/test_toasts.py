"""Toasts and the number of unread: an echo of what is in the centre, never more than three, never an act that goes away."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browsers import live, until

pytestmark = pytest.mark.browser


def test_a_loud_event_is_echoed_and_counted(page, stage):
    told = stage.tell(notify=True, title="Ordonnance <b>prête</b>", url="/patient/?p=1")
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("Ordonnance <b>prête</b>")
    expect(page.locator("#unread-count")).to_have_text("1")
    expect(page).to_have_title("(1) FADJMA – Mes ordonnances")
    toast.get_by_role("link").click()
    page.wait_for_url("**/patient/?p=1")
    assert ("read", told["event_id"], {"opened": "1"}) in stage.requests


def test_a_quiet_event_is_neither(page, stage):
    stage.tell(title="en silence")
    stage.tell(notify=True, title="à voix haute")
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("à voix haute")
    expect(page.locator("#unread-count")).to_have_text("1")


def test_what_is_said_of_the_thing_whose_page_is_open_is_read_once_it_has_been_seen(page, stage):
    about = uuid4()
    page.route("**/patient/things/*", lambda route: route.continue_(url=f"{stage.url}/patient/"))
    page.goto(f"/patient/things/{about}")
    live(page).clock.install()
    told = stage.tell(notify=True, url=f"/patient/things/{about}")
    expect(page.locator(".toast")).to_have_count(1)
    page.clock.run_for(7000)
    assert not stage.requests
    page.clock.run_for(1500)
    expect(page.locator(".toast")).to_have_count(0)
    stage.wait(lambda: ("read", told["event_id"], {}) in stage.requests)
    elsewhere = stage.tell(notify=True, level="warning", url=f"/patient/things/{uuid4()}")
    page.get_by_role("button", name="Fermer").click()
    expect(page.locator(".toast")).to_have_count(0)
    assert elsewhere["event_id"] not in str(stage.requests)


# What has the focus, whether something stands over it, and where toasts end above the bar.
UNDER = """() => {
  const toasts = document.getElementById('toasts');
  const [at, said] = [document.activeElement, toasts].map((one) => one.getBoundingClientRect());
  const isOutside = !toasts.contains(document.activeElement) && document.activeElement !== document.body;
  const bar = document.querySelector('.nav').getBoundingClientRect();
  const covered = isOutside && at.bottom > said.top + 1 && at.top < said.bottom && at.right > said.left;
  return { covered, overBar: said.bottom > bar.top };
}"""


def test_toasts_stand_over_neither_the_focus_nor_the_bar(page, stage):
    field = page.locator("#content")
    page.locator("main").evaluate("main => { main.style.paddingBlock = '900px 200px' }")
    field.focus()
    field.evaluate("field => scrollBy(0, field.getBoundingClientRect().bottom - document.querySelector('.nav').offsetTop)")
    assert field.evaluate("field => field.getBoundingClientRect().bottom > innerHeight - 100")
    for number in range(3):
        stage.tell(notify=True, level="warning", title=f"À décider {number}", message="Un mot de plus. " * 6)
    expect(page.locator(".toast")).to_have_count(3)
    until(page, f"() => !({UNDER})().covered")
    for _ in range(16):  # past the toasts, and around the page
        page.keyboard.press("Tab")
        assert page.evaluate(UNDER) == {"covered": False, "overBar": False}


def test_a_toast_goes_by_itself_unless_somebody_is_at_it(page, stage):
    page.clock.install()
    stage.tell(notify=True)
    toast = page.locator(".toast")
    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_be_visible()
    page.locator("h1").hover()
    page.clock.run_for(7000)
    expect(toast).to_be_visible()
    page.clock.run_for(1500)
    expect(toast).to_have_count(0)


def test_what_asks_for_an_act_stays_and_danger_is_an_alert(page, stage):
    page.clock.install()
    stage.tell(notify=True, level="warning", title="À décider")
    stage.tell(notify=True, level="urgent", title="Danger")
    expect(page.get_by_role("alert")).to_contain_text("Danger")
    page.clock.run_for(60_000)
    expect(page.locator(".toast")).to_have_count(2)


def test_more_than_three_become_one_that_leads_to_the_centre(page, stage):
    for _ in range(3):
        stage.tell(notify=True)
    expect(page.locator(".toast")).to_have_count(3)
    for _ in range(2):
        stage.tell(notify=True)
    expect(page.get_by_text("5 nouvelles")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".toast a")).to_have_attribute("href", "/notifications")
    stage.tell(notify=True, level="urgent", title="Danger")
    expect(page.locator(".toast")).to_have_count(2)


ADDED = """() => {
    window.said = [];
    const note = ({ addedNodes }) => addedNodes.forEach((node) => said.push(node.textContent));
    new MutationObserver((changes) => changes.forEach(note)).observe(document.getElementById('toasts'), { childList: true });
}"""


def test_a_burst_of_fifty_is_one_toast_said_once(page, stage):
    page.evaluate(ADDED)
    for number in range(50):
        stage.tell(notify=True, title=f"Nouvelle {number}")
    expect(page.locator(".toast")).to_have_text([re.compile("50 nouvelles")])
    assert page.evaluate("said") == ["50 nouvelles "]
    expect(page.locator("#unread-count")).to_have_text("50")


def test_a_burst_of_fifty_silent_changes_is_said_once_to_those_who_listen(page, stage):
    page.evaluate(ADDED)
    for _ in range(50):
        stage.tell(title="en silence")
    said = page.locator("#toasts p")
    expect(said).to_have_text("50 mises à jour")
    assert page.evaluate("said") == ["50 mises à jour"]
    assert said.evaluate("said => said.offsetWidth") == 1


def test_of_a_burst_about_one_thing_the_last_word_is_echoed(page, stage):
    thing = f"/patient/prescriptions/{uuid4()}"
    for title in ("Prise en charge", "En préparation", "Prête"):
        stage.tell(notify=True, title=title, url=thing)
    expect(page.locator(".toast strong")).to_have_text(["Prête"])
    expect(page.locator("#unread-count")).to_have_text("3")


def test_dangers_stay_by_themselves_and_leave_room_to_no_more_than_one_other(page, stage):
    for number in range(3):
        stage.tell(notify=True, level="urgent", title=f"Danger {number}")
    for _ in range(2):
        stage.tell(notify=True)
    expect(page.get_by_role("alert")).to_have_count(3)
    expect(page.locator(".toast:not([role])")).to_have_text([re.compile("2 nouvelles")])


def test_what_is_read_elsewhere_is_counted_anew(page, stage):
    for _ in range(3):
        stage.tell(notify=True)
    expect(page.locator("#unread-count")).to_have_text("3")
    stage.unread = 1
    stage.tell(type="notification_read")
    expect(page.locator("#unread-count")).to_have_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) FADJMA"))
    stage.unread = 0
    stage.tell(type="notification_read")
    expect(page.locator("#unread-count")).to_be_hidden()
    expect(page).to_have_title("FADJMA – Mes ordonnances")


def test_what_is_read_elsewhere_needs_no_echo_any_more(page, stage):
    asks, *_ = [stage.tell(notify=True, level="warning", title=title) for title in ("À décider", "À lire", "À voir")]
    expect(page.locator(".toast")).to_have_count(3)
    stage.tell(type="notification_read", data={"notification_id": asks["event_id"]})
    expect(page.locator(".toast")).to_have_count(2)
    expect(page.locator(".toast", has_text="À décider")).to_have_count(0)
    stage.tell(type="notification_read", data={"all": True})
    expect(page.locator(".toast")).to_have_count(0)


def test_what_is_all_read_elsewhere_needs_no_echo_where_the_page_is_fetched_anew(page, stage):
    unread = '<li id="notification_1" data-status="unread">À lire</li>'
    page.locator("#notifications").evaluate("(list, html) => htmx.swap(list, html, { swapStyle: 'beforeend' })", unread)
    stage.tell(notify=True, level="warning", title="À décider")
    expect(page.locator(".toast")).to_have_count(1)
    stage.tell(type="notification_read", data={"all": True})
    expect(page.locator(".toast")).to_have_count(0)


def test_news_of_a_thing_takes_the_place_of_what_was_said_of_it(page, stage):
    thing = f"/patient/prescriptions/{uuid4()}"
    stage.tell(notify=True, level="warning", title="À décider", url=thing)
    stage.tell(notify=True, level="warning", title="Autre chose", url=f"/patient/prescriptions/{uuid4()}")
    expect(page.locator(".toast")).to_have_count(2)
    stage.tell(title="Décidé, par elle-même", url=thing)
    expect(page.locator(".toast")).to_have_text([re.compile("Autre chose")])
    stage.tell(notify=True, title="Prête", url=thing)
    expect(page.locator(".toast")).to_have_count(2)


def test_the_live_region_stands_empty_from_the_start(page):
    region = page.locator("#toasts")
    assert region.evaluate("region => region.childElementCount") == 0
    assert region.get_attribute("role") == "status"
