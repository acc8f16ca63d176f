"""Who takes part in a journey: demo people in browsers of their own, a patient at a phone, a professional at a screen."""

import pytest
from playwright.sync_api import expect

from tests.browsers import DESKTOP, PHONE, live, signed_in

PATIENTS = ("awa", "moussa", "khady")
PATIENCE = 15_000  # ms: two journeys at once on a busy machine; what must be quick says so itself


@pytest.fixture(autouse=True)
def patience():
    """Wait longer for what must appear than a test of one page does."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def server(start_server):
    """A server of this journey alone, which ends without waiting for the phones that have left."""
    return start_server(FADJMA_DRAIN_SECONDS="0")


@pytest.fixture
def enter(browser, server):
    """Return enter("awa") → her page: she has just signed in, and it is connected."""

    def enter(name, **options):
        options.setdefault("viewport", PHONE if name in PATIENTS else DESKTOP)
        return live(signed_in(browser, server, name, **options))

    return enter
