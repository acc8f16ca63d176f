"""The signal of a phone whose page is closed: asked for after a click alone, shown without a word about anybody."""

import pysqlite3
import pytest
from playwright.sync_api import expect

from tests.accessibility.walking import findings
from tests.browsers import signed_in, until
from tests.push_service import Phone

READY = "() => navigator.serviceWorker.ready.then(({ active }) => active.state)"
# No push service can be reached from a test: what it would give the browser is put in its place.
STAND_IN = """given => {
  window.asked = 0;
  const ask = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return ask(); };
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error('not ours');
    return { toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }) };
  };
}"""

# What the browser says of itself, which only the browser can say: the worker is given as much.
MOVED = """async ({ endpoint, p256dh, auth }) => {
  let done;
  const newSubscription = { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  const said = { newSubscription, waitUntil: (work) => { done = work; } };
  dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), said));
  await done;
}"""


@pytest.fixture
def phone(browser, server):
    """Awa's phone on her account page, with its service worker at work."""
    page = signed_in(browser, server, "awa", service_workers="allow")
    page.goto("/account")
    page.evaluate(READY)
    return page


def test_the_browser_asks_after_a_click_and_the_signal_is_on(phone):
    phone.context.grant_permissions(["notifications"])
    phone.evaluate(STAND_IN, Phone("awa").form)
    assert phone.evaluate("() => window.asked") == 0
    phone.get_by_role("button", name="Recevoir un signal").click()
    phone.get_by_role("button", name="Ne plus recevoir de signal").wait_for()
    assert phone.evaluate("() => window.asked") == 1
    phone.reload()
    phone.get_by_role("button", name="Ne plus recevoir de signal").click()
    phone.get_by_role("button", name="Recevoir un signal").wait_for()


def test_a_browser_that_refuses_is_told_what_to_do(phone):
    phone.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    phone.get_by_role("button", name="Recevoir un signal").click()
    expect(phone.locator("[data-says=denied]")).to_be_visible()
    expect(phone.locator("[data-says=unable]")).to_be_hidden()
    assert not findings(phone)


def test_an_address_that_the_browser_has_changed_takes_the_place_of_the_old_one(phone, server):
    phone.context.grant_permissions(["notifications"])
    phone.evaluate(STAND_IN, Phone("awa").form)
    phone.get_by_role("button", name="Recevoir un signal").click()
    expect(phone.get_by_role("button", name="Ne plus recevoir de signal")).to_be_visible()
    (worker,) = phone.context.service_workers
    worker.evaluate(MOVED, Phone("awa-elsewhere").form)
    with pysqlite3.connect(server.environment["FADJMA_DATABASE_URL"].removeprefix("sqlite:///")) as database:
        kept = database.execute("SELECT endpoint FROM push_subscriptions").fetchall()
    assert kept == [(Phone("awa-elsewhere").endpoint,)]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ('{"title": "Du nouveau sur FADJMA", "lang": "fr"}', ["Du nouveau sur FADJMA", "fr", ""]),
        ("no JSON", ["FADJMA", "fr", ""]),
    ],
)
def test_the_worker_shows_what_came_and_nothing_else(phone, server, sent, shown):
    phone.context.grant_permissions(["notifications"])
    devtools = phone.context.new_cdp_session(phone)
    found = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    devtools.send("ServiceWorker.enable")
    while not found:
        phone.wait_for_timeout(20)
    where = {"origin": server.url, "registrationId": found[0]["registrationId"]}
    devtools.send("ServiceWorker.deliverPushMessage", {**where, "data": sent})
    seen = "() => navigator.serviceWorker.ready.then(here => here.getNotifications())"
    until(phone, f"{seen[:-1]}.then(all => all.length === 1))")
    assert phone.evaluate(f"{seen[:-1]}.then(([one]) => [one.title, one.lang, one.body]))") == shown
