"""`make screens`: a picture of every page of every role, at 360 and 1280 px, light and dark, into `instance/screens/`.

It walks like a person: from each dashboard along the links, and photographs the first page of each kind it comes to.
"""

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright
from werkzeug.exceptions import HTTPException

from fadjma import create_app
from tests.browsers import FLAGS, executable
from tests.databases import make
from tests.servers import PASSWORD, Server

ROOT = Path(__file__).parents[1]
PEOPLE = {"patient": "khady", "doctor": "fatou", "pharmacist": "aminata", "admin": "ousmane"}
WIDTHS, SCHEMES = (360, 1280), ("light", "dark")
SHOWN = "links => links.filter(link => link.checkVisibility()).map(link => link.getAttribute('href'))"
OF_A_KIND = 4
OPEN = ("/login", "/register", "/pharmacies-de-garde")


def walk(page, adapter, start):
    """Return {endpoint: path} of every kind of page that links lead to from `start`: the first of each.

    A few of each kind are opened, since one in another state leads elsewhere.
    """
    found, waiting, seen, opened = {}, [start, "/account"], set(), Counter()
    while waiting:
        path = waiting.pop(0)
        try:
            endpoint, _ = adapter.match(urlsplit(path).path)
        except HTTPException:
            continue
        if path in seen or opened[endpoint] == OF_A_KIND or Path(urlsplit(path).path).suffix:
            continue
        seen.add(path)
        opened[endpoint] += 1
        if not (page.goto(path) or page).ok or urlsplit(page.url).path != urlsplit(path).path:
            continue
        found.setdefault(endpoint, path)
        # what is downloaded, or opens as a document of its own, is no page
        links = page.eval_on_selector_all("a[href^='/']:not([download], [target])", SHOWN)
        waiting += links
    return found


def photograph(chromium, url, folder, name, pages, state):
    """Take every page in every size and scheme."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = chromium.new_context(
                base_url=url,
                viewport={"width": width, "height": 800},
                color_scheme=scheme,
                locale="fr-SN",
                reduced_motion="reduce",
                storage_state=state,
            )
            page = context.new_page()
            for endpoint, path in pages.items():
                page.goto(path)
                if page.locator("#connection").count():
                    page.locator("#connection[data-state=live]").wait_for(state="attached")
                page.screenshot(path=folder / f"{name}-{endpoint}-{width}-{scheme}.png", full_page=True)
            context.close()


def sign_in(chromium, url, login):
    """Return a page of somebody signed in."""
    page = chromium.new_context(base_url=url, viewport={"width": 1280, "height": 800}, locale="fr-SN").new_page()
    page.goto("/login")
    page.locator("[name=login]").fill(f"{login}@fadjma.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "/login" not in address)
    return page


def main(folder=ROOT / "instance" / "screens"):
    """Photograph everything; return how many pictures were taken."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    adapter = create_app("testing").url_map.bind("")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        clinic = make(Path(place) / "clinic.db", ["db", "upgrade"], ["seed"])
        server = Server(f"sqlite:///{clinic}", folder=Path(place)).start()
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            photograph(chromium, server.url, folder, "open", {path.strip("/"): path for path in OPEN}, None)
            for role, login in PEOPLE.items():
                page = sign_in(chromium, server.url, login)
                pages = walk(page, adapter, f"/{role}/")
                photograph(chromium, server.url, folder, role, pages, page.context.storage_state())
        finally:
            chromium.close()
            server.stop()
    many = len(list(folder.glob("*.png")))
    print(f"{many} pictures in {folder.relative_to(ROOT)}")
    return many


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
