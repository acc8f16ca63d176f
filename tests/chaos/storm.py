"""The storm: people live behind bad networks while processes die; afterwards everybody has everything, once, in order."""

import asyncio
import gc
import json
import random
import time
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from . import clinic
from .link import Link
from .person import Person

PATIENCE = 5.0  # seconds nobody may wait for what they missed, once their network is back


@dataclass
class Report:
    """What the storm did, and what people saw of it."""

    faults: int = 0
    kills: int = 0
    committed: int = 0
    rolled_back: int = 0
    deliveries: int = 0
    missing: int = 0
    twice: int = 0
    out_of_order: int = 0
    resyncs: int = 0
    returns: int = 0
    holes: int = 0
    lost_answers: int = 0  # to polls, noticed by the hole they left, and healed by returning
    caught_up: float = 0.0  # seconds until the last person had everything, once the network was back
    waits: list[float] = field(default_factory=list)

    def quantile(self, share):
        """Return the wait, from a fact's time to its arrival, that `share` of the deliveries did not exceed."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))] if self.waits else 0.0

    def __str__(self):
        return (
            f"{self.faults} faults, {self.kills} processes killed, {self.committed} acts committed, "
            f"{self.rolled_back} rolled back\n"
            f"{self.deliveries} deliveries: {self.missing} missing, {self.twice} shown twice, "
            f"{self.out_of_order} out of order, {self.holes} holes in the journal; "
            f"{self.returns} returns, {self.lost_answers} for a lost answer to a poll; {self.resyncs} resyncs\n"
            f"from a fact's time to its arrival: p50 {1000 * self.quantile(0.5):.0f} ms, p99 {self.quantile(0.99):.2f} s, "
            f"max {self.quantile(1):.2f} s; everybody caught up {self.caught_up:.2f} s after the network was back"
        )


class Storm:
    """Sixty people, a fifth of them on polling, over two processes."""

    def __init__(self, url, redis_url, folder, *, people=60, every=0.04):
        self.url, self.every, self.report = url, every, Report()
        self.ids, self.author = clinic.populate(url, people)
        self.processes = clinic.Processes(url, redis_url, folder)
        self.tokens = self.processes.tokens(people)

    async def rage(self, *, faults, writers=6, pause=0.1, delay=0.03):
        """Let people live through `faults` random faults; return the report."""
        await self._open(writers, pause, delay)
        killing = asyncio.ensure_future(self._kill())
        for _ in range(faults):
            await asyncio.sleep(self.every)
            self._harm(random.choice(self.links))
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        await asyncio.to_thread(self._revive)
        await self._close()
        return self.report

    async def _open(self, writers, pause, delay):
        ports = [urlsplit(server.url).port for server in self.processes.servers]
        self.links = [await Link(ports).start() for _ in self.ids]
        transports = ["polling" if number % 5 == 0 else "websocket" for number in range(len(self.ids))]
        self.people = [Person(*one) for one in zip(self.links, self.tokens, transports, strict=True)]
        self.lives = [asyncio.ensure_future(person.live()) for person in self.people]
        await asyncio.gather(*(asyncio.wait_for(person.started.wait(), 30) for person in self.people))
        self.writer = self.processes.write(self.ids, self.author, writers=writers, pause=pause, delay=delay)
        self.harms: set[asyncio.Task] = set()

    def _harm(self, link):
        """Do one random harm to one person's network."""
        self.report.faults += 1
        kind = random.choices(["cut", "swallow", "slow"], [8, 1, 1])[0]
        if kind == "cut":
            link.cut()
            return
        task = asyncio.ensure_future(getattr(link, kind)(random.uniform(0.2, 2)))
        self.harms.add(task)
        task.add_done_callback(self.harms.discard)

    async def _kill(self):
        """Kill each process in turn as a power cut would, and start it again."""
        while True:
            for server in self.processes.servers:
                await asyncio.sleep(random.uniform(2, 4))
                server.kill()
                self.report.kills += 1
                await asyncio.to_thread(server.start)

    def _revive(self):
        for server in self.processes.servers:
            if server.running.poll() is not None:
                server.start()

    async def _close(self):
        """End the writing, let the network be whole, and see what people have."""
        told, _ = await asyncio.to_thread(self.writer.communicate)
        self.report.committed, self.report.rolled_back = json.loads(told)["committed"], json.loads(told)["rolled_back"]
        await asyncio.gather(*self.harms)
        back = time.monotonic()
        journal = await asyncio.to_thread(clinic.entries, self.url)
        while not self._everybody_has(journal) and time.monotonic() < back + 4 * PATIENCE:
            await asyncio.sleep(0.02)
        self.report.caught_up = time.monotonic() - back
        for life in self.lives:
            life.cancel()
        await asyncio.gather(*self.lives, return_exceptions=True)
        gc.collect()  # what the HTTP library left half open ends while its loop still runs
        self._count(journal)

    def _everybody_has(self, journal):
        return all(
            person.cursors.get(stream, 0) >= journal[stream][-1]
            for person in self.people
            for stream in person.cursors
            if stream in journal
        )

    def _count(self, journal):
        report = self.report
        report.holes = sum(numbers != list(range(1, len(numbers) + 1)) for numbers in journal.values())
        for person in self.people:
            report.twice += person.twice
            report.lost_answers += person.lost_answers
            report.resyncs += person.resyncs
            report.returns += person.returns
            report.waits += person.waits
            for stream in person.cursors:
                shown, written = person.shown.get(stream, []), journal.get(stream, [])
                report.deliveries += len(shown)
                report.missing += len(set(written) - set(shown)) if not person.resyncs else 0
                report.out_of_order += sum(later <= earlier for earlier, later in pairwise(shown))
