"""People at their phones: Chromium pages, signed in, that fail the test when they complain of anything."""

import contextlib
import re
import shutil

import pytest
from playwright.sync_api import Error, sync_playwright

from tests.people import PASSWORD

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",  # a camera, where a test lets the page have it
]


def executable():
    """Return where this machine's Chromium is."""
    return next(filter(None, map(shutil.which, NAMES)))


class Browser:
    """Chromium for one test. What a page says on its console as an error, throws, or breaks of its policy is kept."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.contexts = []
        self.complaints: list[str] = []
        self._forgiven: list[re.Pattern] = []

    def new_page(self, url, *, viewport=PHONE, **options):
        """Open a page in a browser of its own, as another device would; `page.goto("/patient/")` is enough.

        Without its service worker, which answers before a test's own routes do; `service_workers="allow"` has it.
        """
        options = {"service_workers": "block"} | options
        context = self.chromium.new_context(base_url=url, viewport=viewport, locale="fr-SN", **options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("page", self._watch)
        return context.new_page()

    def _watch(self, page):
        page.on("console", lambda said: self._complain(f"{said.text} ({page.url})") if said.type == "error" else None)
        page.on("pageerror", lambda error: self._complain(f"{error} ({page.url})"))

    def _complain(self, complaint):
        self.complaints.append(complaint)

    def forgive(self, pattern):
        """Expect complaints like `pattern` in this test: a network cut on purpose, an answer that refuses."""
        self._forgiven.append(re.compile(pattern))

    def unforgiven(self):
        """Return the complaints nobody expected."""
        return [said for said in self.complaints if not any(pattern.search(said) for pattern in self._forgiven)]

    def close(self):
        """Close every page."""
        for context in self.contexts:
            with contextlib.suppress(Error):  # a test may have closed it itself
                context.close()


def sign_in(page, name):
    """Fill the log-in that `page` shows as demo person `name` ("awa", "fatou" …), and wait until it is left."""
    page.locator("[name=login]").fill(f"{name}@fadjma.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [type=submit], main form button:not([type])").first.click()
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def signed_in(browser, server, name, **options):
    """Return the phone of demo person `name`, just signed in and on their dashboard."""
    page = browser.new_page(server.url, **options)
    page.goto("/login")
    return sign_in(page, name)


def live(page):
    """Wait until the page is connected; return it."""
    page.locator("#connection[data-state=live]").wait_for(state="attached")
    return page


def until(page, question, arg=None):
    """Wait until `question`, a JavaScript function of `arg`, answers yes; fail after 10 s.

    Playwright's own wait evaluates a text time and again, which the pages' policy refuses.
    """
    ask = f"""async (arg) => {{
      const deadline = Date.now() + 10_000;
      while (!await ({question})(arg)) {{
        if (Date.now() > deadline) throw new Error('never true');
        await new Promise((passed) => setTimeout(passed, 20));
      }}
    }}"""
    page.evaluate(ask, arg)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Leave the pages before the servers they talk to end, in whatever order the test asked for them."""
    if isinstance(browser := getattr(item, "funcargs", {}).get("browser"), Browser):
        browser.close()


@pytest.fixture(scope="session")
def chromium():
    """The one Chromium process of this test session."""
    with sync_playwright() as playwright:
        process = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield process
        process.close()


@pytest.fixture
def browser(chromium):
    """Chromium for this test; a page that complained of something unexpected fails it."""
    browser = Browser(chromium)
    yield browser
    browser.close()
    if complaints := browser.unforgiven():
        pytest.fail("\n".join(complaints), pytrace=False)
