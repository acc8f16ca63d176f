"""Replay: 500 people return at once, each 200 events behind; how long until the last of them is at the head."""

import asyncio
import json
import time

import aiohttp

CLIENTS, EVENTS = 500, 200


async def _return(session, url, token, stream, head, started):
    """Come back with an old cursor; return the seconds from `started` until the newest event arrived."""
    async with session.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.receive_str()
        await socket.send_str("40" + json.dumps({"token": token, "cursors": {stream: head - EVENTS}, "resumed": True}))
        reached = head - EVENTS
        while reached < head:
            packet = await socket.receive_str()
            if packet == "2":
                await socket.send_str("3")
            elif packet.startswith("42"):
                name, body = json.loads(packet[2:])
                if name == "resync":
                    raise AssertionError("replay was refused")
                if body.get("stream") == stream:
                    if body["seq"] != reached + 1:
                        raise AssertionError("a hole in the replay")
                    reached = body["seq"]
                    if reached % 25 == 0 or reached == head:
                        await socket.send_str("42" + json.dumps(["ack", {"streams": {stream: reached}}]))
        return time.perf_counter() - started


async def _all(url, token, stream, head):
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, headers={"Origin": url}) as session:
        started = time.perf_counter()
        returns = [_return(session, url, token, stream, head, started) for _ in range(CLIENTS)]
        return sorted(await asyncio.gather(*returns))


def run(server):
    """Return the seconds each client needed, sorted. The server must allow 500 connections an address."""
    admin, patient = server.api("ousmane"), server.api("moussa")
    for number in range(EVENTS):
        body = {"audience": "patients", "title": f"Avis {number}", "message": "Campagne de vaccination samedi matin."}
        admin.post("/admin/announcements", json=body)
    head = patient.get("/me").json()["streams"]["patients"]
    return asyncio.run(_all(server.url, patient.token, "patients", head))


def report(seconds):
    """Print when half and all of them were at the head."""
    print(f"Replay of {EVENTS} events to each of {CLIENTS} returning clients ({CLIENTS * EVENTS:,} deliveries)")
    print(f"  half at the head after {seconds[CLIENTS // 2]:.2f} s, all after {seconds[-1]:.2f} s")
