"""Both transports under strangers who mean harm, in a real process: nothing grows and everybody else goes on."""

import shutil
import socket
import time
from pathlib import Path

import pytest
import requests

from tests.processes import eventually
from tests.servers import Server

from .raw import OFFER, Raw, deflated, masked, text

SLOW = 12  # seconds: ten for the headers or the hello, and the machine's


@pytest.fixture(scope="module", params=["lean", "stock"])
def transport(request):
    return request.param


@pytest.fixture(scope="module")
def server(transport, demo_clinic, tmp_path_factory):
    """A process on each transport, which all tests of this module harm."""
    folder = tmp_path_factory.mktemp(transport)
    url = f"sqlite:///{shutil.copy(demo_clinic, folder / 'clinic.db')}"
    server = Server(url, folder=folder, FADJMA_TRANSPORT=transport, FADJMA_MAX_CONNECTIONS_PER_ADDRESS="40").start()
    yield server
    server.stop()


def megabytes(server):
    """Return the resident memory of the process, MB."""
    status = Path(f"/proc/{server.running.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def descriptors(server):
    return len(list(Path(f"/proc/{server.running.pid}/fd").iterdir()))


def still_lives(server):
    """Somebody else is let in and answered."""
    awa = Raw(server.url)
    assert awa.connect(server.token("awa"))["role"] == "patient"
    awa.close()


@pytest.mark.parametrize(
    "harm",
    [
        masked(b"", size=300_000_000),
        masked(b"", size=1 << 62),
        masked(b"x", size=70_000),
        b"\x81\x05hello",
        text("40{", first=0x01),
        text("x", first=0xF1),
        b"\xff" * 3000,
    ],
    ids=["300 MB", "4 EB", "more than 64 KiB", "unmasked", "in pieces", "reserved bits", "noise"],
)
def test_a_harmful_frame_ends_its_connection_at_once_and_memory_is_flat(server, harm):
    before = megabytes(server)
    stranger = Raw(server.url)
    stranger.said()
    start = time.monotonic()
    stranger.send(harm)
    stranger.ended()
    assert time.monotonic() - start < 5
    stranger.close()
    assert megabytes(server) - before < 10
    still_lives(server)


@pytest.mark.parametrize("transport", ["lean"], indirect=True)  # the stock engine writes of each
def test_packets_that_mean_nothing_end_their_connection_and_are_seldom_written_of(server):
    for _ in range(20):
        stranger = Raw(server.url)
        stranger.send(text("9") + text("42[") + text("4"))
        stranger.close()
    still_lives(server)
    assert server.text().count("Traceback") < 10


def test_headers_that_never_end_are_cut_off(server):
    before = descriptors(server)
    slow = [Raw(server.url, path=None) for _ in range(20)]
    for one in slow:
        one.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
    start = time.monotonic()
    while time.monotonic() - start < SLOW and descriptors(server) > before + 2:
        for one in slow:
            try:
                one.send(b"X")  # a byte at a time
            except OSError:
                break
        time.sleep(0.5)
    eventually(lambda: descriptors(server) <= before + 2, what="the descriptors to come back")
    for one in slow:
        one.close()


def test_no_upgrade_but_where_socket_io_lives_and_no_jsonp(server):
    stranger = Raw(server.url, path="/healthz")
    stranger.close()
    assert stranger.head.startswith("HTTP/1.1 403")
    assert requests.get(f"{server.url}/socket.io/?EIO=4&transport=polling&j=0", timeout=5).status_code == 403


def test_an_address_holds_so_many_connections(server):
    token, held = server.token("awa"), []
    while len(held) < 60:
        one = Raw(server.url)
        one.send(text(f'40{{"token":"{token}"}}'))
        one.said()
        answer = one.said()
        held.append(one)
        if answer.startswith("44"):
            break
    assert "too_many_connections" in answer
    assert 30 < len(held) <= 41
    for one in held:
        one.close()
    eventually(lambda: _let_in(server, token), what="room for one more")


@pytest.mark.parametrize("transport", ["lean"], indirect=True)
def test_an_address_holds_so_many_who_do_not_say_who_they_are(server):
    held = [Raw(server.url) for _ in range(50)]  # forty may be; others of this module may still be among them
    for one in held[:20]:
        assert one.said().startswith("0")
    held[-1].ended()
    for one in held:
        one.close()
    eventually(lambda: _let_in(server, server.token("awa")), what="room for one more")


def _let_in(server, token):
    one = Raw(server.url)
    try:
        one.send(text(f'40{{"token":"{token}"}}'))
        one.said()
        return one.said().startswith("40")
    except (EOFError, OSError):
        return False
    finally:
        one.close()


@pytest.fixture
def deaf(server):
    """Somebody who is let in and then reads nothing."""
    moussa = Raw(server.url, receive_buffer=4096)
    moussa.connect(server.token("moussa"))
    yield moussa
    moussa.close()


def announce(server, number):
    body = {"audience": "patients", "title": f"Avis {number}", "message": "é" * 900}
    assert server.api("ousmane").post("/admin/announcements", json=body).status_code == 201


def test_a_reader_that_stops_costs_nothing_and_slows_nobody(server, deaf):
    awa = Raw(server.url)
    awa.connect(server.token("awa"))
    before = megabytes(server)
    for number in range(150):
        announce(server, number)
        assert awa.event("notification")[1]["seq"]
    assert megabytes(server) - before < 8
    awa.close()
    deaf.close()


@pytest.mark.parametrize("transport", ["lean"], indirect=True)  # the stock engine waits for 45 s
def test_who_says_nothing_is_not_waited_for(server):
    stranger = Raw(server.url)
    stranger.said()
    start = time.monotonic()
    stranger.ended()
    stranger.close()
    assert 8 < time.monotonic() - start < 30


@pytest.mark.parametrize("offer", ["", OFFER, f"{OFFER}; server_max_window_bits=10"])
def test_compression_is_used_where_it_is_offered(transport, server, offer):
    awa = Raw(server.url, offer=offer)
    compressed = offer == OFFER and transport == "lean"
    assert ("permessage-deflate" in awa.head) is compressed
    awa.connect(server.token("awa"))
    announce(server, 0)
    first, body = awa.event("notification")
    assert bool(first & 0x40) is compressed
    assert body["type"] == "notification"
    if compressed:
        awa.send(deflated('421["ack",{"streams":{}}]'))
        assert awa.said() == '431[{"ok": true}]'
    awa.close()


def test_a_connection_that_is_reset_is_forgotten(server):
    awa = Raw(server.url)
    awa.connect(server.token("awa"))
    awa.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    before = descriptors(server)
    awa.close()
    eventually(lambda: descriptors(server) < before, what="the descriptor to come back")
