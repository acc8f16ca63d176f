"""A dashboard with thirty ordonnances: CPU a page, ours beside express and EJS over the same SQLite file; its queries.

The peer asks the same six questions of the same rows, and renders thirty cards in as many bytes. Neither compresses: the
client does not offer to take it.
"""

import http.client
import time

from ..counter import CARDS
from ..field import rounds
from ..figures import Figure
from ..query_count import queries
from ..report import OURS

SIDES = ("ours", "node")
PAGES, WARM = 100, 300  # a round; before the first: a young Node takes several times as long
PATH = "/pharmacist/"
OTHERS = {"patient's dashboard": ("patient", "/patient/"), "doctor's dashboard": ("doctor", "/doctor/")}


def run(field, options):
    """Return the CPU of a page, its size, how many are served a second, and the queries it asks."""
    cost, rate = Figure("page", "a dashboard with 30 records", "µs CPU"), Figure("page-rate", "that dashboard", "a second")
    size = Figure("page-bytes", "that dashboard", "KB, uncompressed")
    asked = Figure("page-queries", "that dashboard", "queries")
    id, token = field.people["pharmacist"][0]
    url = f"sqlite:///{field.copy()}"
    asked.add(OURS, queries(url, PATH, token))
    others = [
        Figure(f"page-queries-{role}", f"the {what}", "queries", {OURS: [queries(url, path, field.people[role][0][1])]})
        for what, (role, path) in OTHERS.items()
    ]
    with field.servers(*options.of(SIDES)) as sides:
        weight = len(Browser(sides[0], token).get(PATH)) if sides[0].name == OURS else 40_000
        visits = [visitor(side, id, token, weight) for side in sides]
        for _, browser, path in visits:
            [browser.get(path) for _ in range(WARM)]
        for _, (side, browser, path) in rounds(visits, options.rounds or (3 if options.quick else 7)):
            cpu, seconds, length = browser.visit(path)
            cost.add(side.name, 1e6 * cpu / PAGES), rate.add(side.name, PAGES / seconds), size.add(side.name, length / 1024)
    return [cost, rate, size, asked, *others]


class Browser:
    """Somebody who asks for one page after the other over a kept connection."""

    def __init__(self, side, token):
        self.side, self.connection = side, http.client.HTTPConnection("127.0.0.1", side.port, timeout=60)
        self.headers = {"Cookie": f"access_token_cookie={token}", "Accept-Encoding": "identity"}

    def get(self, path):
        """Return the page's bytes."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200 or text.count(b"<li id=") < CARDS:
            raise RuntimeError(f"{self.side.name} answered {answer.status} to {path}: {text[:300]!r}")
        return text

    def visit(self, path):
        """Ask PAGES times; return (the server's CPU seconds, seconds, bytes of a page)."""
        self.connection.close()  # Node has hung up, if the other side took long
        before, started = self.side.cpu(), time.perf_counter()
        sizes = [len(self.get(path)) for _ in range(PAGES)]
        return self.side.cpu() - before, time.perf_counter() - started, sizes[-1]


def visitor(side, id, token, weight):
    """Return (side, browser, address of its page); the peer is told how heavy the page is to be."""
    if side.name.startswith(OURS):
        return side, Browser(side, token), PATH
    return side, Browser(side, side.token(id.replace("-", ""))), f"/page?bytes={weight}"
