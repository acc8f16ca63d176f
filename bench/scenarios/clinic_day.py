"""A clinic's mixed day, in a minute: two thousand people live, and meanwhile log-ins, pages, acts and announcements, each
kind at its own pace whether or not the one before was answered. How long each took, and events after their commit.
"""

import asyncio
import random
import time
from collections import defaultdict

import aiohttp

from tests.people import PASSWORD

from ..figures import Figure, quantile
from ..population import PROFESSIONALS
from ..writer import MESSAGE, TITLE

LIVE, SECONDS, QUICK = 2_000, 60, (300, 8)
PACE = {"log-in": 2, "page": 8, "act": 4, "announcement": 0.1}  # a second
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def run(field, options):
    """Return p50, p95 and p99 of each kind and of the events, and the CPU share it took."""
    live, seconds = QUICK if options.quick else (LIVE, SECONDS)
    with field.servers("ours") as (ours,):
        ours.connect(live, field.program)
        ours.load.wait(1)
        ours.load.reset()
        ours.load.since(0)
        before = ours.cpu()
        took = asyncio.run(Day(ours, field.people).run(seconds))
        busy = 100 * (ours.cpu() - before) / seconds
        said = ours.load.wait(2)
    if said["holes"] or said["resyncs"] or said["lost"]:
        raise AssertionError(f"the day was not exact: {said}")
    day = f"a day, {live:,} live"
    waits = {f"{kind}, {name}": 1e3 * quantile(took[kind], share) for kind in PACE for name, share in SHARES.items()}
    waits |= {f"commit → event, {name}": said[name] for name in SHARES}
    found = [Figure(f"day-{what}", f"{day}: {what}", "ms", {ours.name: [wait]}) for what, wait in waits.items()]
    return [*found, Figure("day-busy", f"{day}: of a core", "%", {ours.name: [busy]})]


class Day:
    """Everything that is asked of the server while the crowd listens."""

    def __init__(self, ours, people):
        self.people, self.took, self.url = people, defaultdict(list), f"http://127.0.0.1:{ours.port}"
        self.random = random.Random(4)  # the same day each time

    async def run(self, seconds):
        """Live it; return {kind: seconds each took}."""
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as self.http:
            await asyncio.gather(*(self._keep(kind, pace, time.monotonic() + seconds) for kind, pace in PACE.items()))
        return self.took

    async def _keep(self, kind, pace, until):
        """Ask for one kind at its pace, not waiting for answers; in the end, for all of them."""
        asked = [asyncio.create_task(self._once(kind))]
        while time.monotonic() < until:
            await asyncio.sleep(self.random.expovariate(pace))
            asked.append(asyncio.create_task(self._once(kind)))
        await asyncio.gather(*asked)

    async def _once(self, kind):
        started = time.perf_counter()
        method, path, options = self._asked(kind)
        async with self.http.request(method, self.url + path, **options) as answer:
            await answer.read()
            if answer.status not in (200, 201):
                raise RuntimeError(f"{kind}: {answer.status}")
        self.took[kind].append(time.perf_counter() - started)

    def _asked(self, kind):
        """Return (method, path, options) of a request of this kind by somebody."""
        number = self.random.randrange(len(self.people["patient"]))
        id, token = self.people["patient"][number]
        doctor = self.people["doctor"][number % PROFESSIONALS][1]
        if kind == "log-in":
            login = {"login": f"bench-patient-{number}@fadjma.example", "password": PASSWORD}
            return "POST", "/api/v1/sessions", {"json": login}
        if kind == "page":
            return "GET", "/patient/", {"headers": {"Cookie": f"access_token_cookie={token}"}}
        if kind == "act":
            body = {"patient_id": id, "kind": "note", "title": "Suivi", "content": "Rien à signaler."}
            return "POST", "/api/v1/medical-records", {"json": body, "headers": {"Authorization": f"Bearer {doctor}"}}
        body = {"audience": "patients", "title": TITLE, "message": MESSAGE}
        admin = self.people["admin"][0][1]
        return "POST", "/api/v1/admin/announcements", {"json": body, "headers": {"Authorization": f"Bearer {admin}"}}
