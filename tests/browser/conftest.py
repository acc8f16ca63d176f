"""The stage of each test, and the page that stands on it."""

import pytest

from tests.browser.stage import Stage
from tests.browsers import live


@pytest.fixture
def stage():
    """A server of this test alone."""
    stage = Stage().start()
    yield stage
    stage.stop()


@pytest.fixture
def page(browser, stage):
    """Awa's phone, on her list and connected."""
    page = browser.new_page(stage.url)
    page.goto("/patient/")
    return live(page)
