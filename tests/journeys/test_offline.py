"""A phone without a network: an honest page that goes on by itself, and nothing of anybody kept on the phone."""

import re

import pytest

from tests.browsers import live, signed_in, until

KEPT = (
    "async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys())"
    ".map(request => new URL(request.url).pathname)))).flat()"
)
CACHES = "() => caches.keys()"
READY = "() => navigator.serviceWorker.ready.then(({ active }) => active.state)"
SHELL = re.compile(r"/static/[0-9a-f]{12}/[\w./-]+|/offline")


@pytest.fixture
def phone(browser, server):
    """Awa's phone, with its service worker at work."""
    page = signed_in(browser, server, "awa", service_workers="allow")
    page.evaluate(READY)
    until(page, "() => caches.keys().then(names => names.length === 1)")
    return live(page)


def visit_everything(page):
    """Go along every link of a person's pages, one deep."""
    links = page.eval_on_selector_all("main a[href^='/'], nav a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    for path in dict.fromkeys([*links, "/notifications", "/account"]):
        page.goto(path)
    return len(links)


def test_nothing_personal_is_kept_after_a_whole_visit(phone):
    assert visit_everything(phone) > 4
    kept = phone.evaluate(KEPT)
    assert any(path.endswith("/js/app.js") for path in kept)
    assert [path for path in kept if not SHELL.fullmatch(path)] == []
    assert "/offline" in kept


def test_without_a_network_the_phone_says_so_and_goes_on_by_itself(browser, phone):
    browser.forgive("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource")
    phone.context.set_offline(True)
    phone.goto("/patient/prescriptions")
    assert phone.get_by_role("heading", level=1).inner_text() == "Vous êtes hors connexion"
    assert "Awa" not in phone.content()
    phone.context.set_offline(False)
    phone.locator("body[data-user]").wait_for()
    assert phone.url.endswith("/patient/prescriptions")


def test_another_language_is_another_page_and_leaves_one_cache(phone):
    (before,) = phone.evaluate(CACHES)
    assert before.endswith("-fr")
    phone.evaluate("() => navigator.serviceWorker.register('/service-worker.js?lang=en')")
    until(phone, "() => caches.keys().then(names => names.length === 1 && names[0].endsWith('-en'))")


def test_a_browser_finds_it_fit_to_be_installed(phone):
    devtools = phone.context.new_cdp_session(phone)
    assert devtools.send("Page.getAppManifest")["errors"] == []
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [problem["errorId"] for problem in problems if problem["errorId"] != "in-incognito"] == []
