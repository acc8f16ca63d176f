"""A weak phone on a weak network: when each dashboard shows, and when it obeys, to somebody who was never here.

Chromium, 400 kbps with 400 ms to each answer and a processor slowed four times (the issue's own figures), nothing cached.
« Shows » is the browser's first contentful paint, « obeys » the mark that `static/js/app.js` sets once everything listens.
"""

from playwright.sync_api import sync_playwright

from tests.browsers import FLAGS, PHONE, executable, sign_in, until

from ..figures import Figure
from .first_load import PEOPLE

BYTES_A_SECOND, LATENCY, SLOWED = 400_000 / 8, 400, 4
ROUNDS = 5
SHOWN = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
OBEYS = "() => performance.getEntriesByName('usable')[0]?.startTime"


def weaken(page):
    """Slow down the network and the processor of a page."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND, "latency": LATENCY}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


def visit(chromium, url, path, state):
    """Return (seconds until it shows, seconds until it obeys) of one visit without a cache."""
    context = chromium.new_context(base_url=url, viewport=PHONE, storage_state=state, service_workers="block")
    page = context.new_page()
    weaken(page)
    page.goto(path)
    until(page, OBEYS)
    shown, obeys = page.evaluate(SHOWN), page.evaluate(OBEYS)
    context.close()
    return shown / 1000, obeys / 1000


def run(field, options):
    """Return the seconds of each dashboard."""
    figures = []
    with field.servers("ours") as (ours,), sync_playwright() as playwright:
        chromium, url = playwright.chromium.launch(executable_path=executable(), args=FLAGS), f"http://127.0.0.1:{ours.port}"
        for role, name in PEOPLE.items():
            page = chromium.new_context(base_url=url).new_page()
            page.goto("/login")
            sign_in(page, name)
            state = page.context.storage_state()
            rounds = [visit(chromium, url, f"/{role}/", state) for _ in range(options.rounds or ROUNDS)]
            for deed, values in zip(("shows", "obeys"), zip(*rounds, strict=True), strict=True):
                what = f"weak phone: the {role}'s dashboard {deed} after"
                figures.append(Figure(f"phone-{deed}-{role}", what, "s", {ours.name: list(values)}))
        chromium.close()
    return figures
