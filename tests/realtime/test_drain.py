"""A release with five hundred people connected: sent away one by one, back with everything, nothing lost."""

import asyncio
import json
import signal
import time

import aiohttp
import pytest

from tests import loops

CLIENTS, SECONDS = 500, 3
pytestmark = [pytest.mark.slow, pytest.mark.alone]


class Phone:
    """A client that listens until it is sent away, and keeps its cursor."""

    def __init__(self, token):
        self.token, self.cursor, self.heard, self.left_at = token, None, [], None

    async def listen(self, session, url, until=None):
        """Connect and listen until the server hangs up, or until number `until` of the patients' stream was heard."""
        async with session.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
            await socket.receive_str()
            cursors = {} if self.cursor is None else {"patients": self.cursor}
            await socket.send_str("40" + json.dumps({"token": self.token, "cursors": cursors, "resumed": bool(cursors)}))
            while until is None or self.cursor is None or self.cursor < until:
                packet = await socket.receive()
                if packet.type is not aiohttp.WSMsgType.TEXT or packet.data in ("1", "41"):
                    break
                self._hear(packet.data)
        self.left_at = time.monotonic()

    def _hear(self, packet):
        if packet.startswith("42"):
            name, body = json.loads(packet[2:])
            if name == "connected" and self.cursor is None:
                self.cursor = body["streams"]["patients"]
            elif body.get("stream") == "patients":
                self.heard.append(body["seq"])
                self.cursor = body["seq"]


async def all_of(phones, url, until=None):
    """Let every phone listen at once."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        listening = [asyncio.ensure_future(phone.listen(session, url, until)) for phone in phones]
        yield listening
        await asyncio.gather(*listening)


def announce(server):
    """Tell every patient something; return nothing."""
    body = {"audience": "patients", "title": "Avis", "message": "Campagne samedi."}
    assert server.api("ousmane").post("/admin/announcements", json=body).status_code == 201


def test_five_hundred_people_are_sent_away_one_by_one_and_miss_nothing(start_server):
    server = start_server(FADJMA_DRAIN_SECONDS=str(SECONDS), FADJMA_MAX_CONNECTIONS_PER_ADDRESS="1000")
    phones = [Phone(server.token("moussa")) for _ in range(CLIENTS)]

    async def drained():
        async for listening in all_of(phones, server.url):
            while any(phone.cursor is None for phone in phones):
                await asyncio.sleep(0.02)
            head = phones[0].cursor
            await asyncio.to_thread(announce, server)
            server.send(signal.SIGTERM)
            await asyncio.wait(listening)
        return head

    head = loops.run(drained())
    assert server.running.wait(timeout=20) == 0
    left = sorted(phone.left_at for phone in phones)
    assert 0.7 * SECONDS < left[-1] - left[0] < SECONDS + 6, "returns are not spread over the drain"
    server.start()
    announce(server)

    async def returned():
        async for _ in all_of(phones, server.url, until=head + 2):
            pass

    loops.run(asyncio.wait_for(returned(), 30))
    assert {tuple(phone.heard) for phone in phones} == {(head + 1, head + 2)}
