"""A real process: how it starts, how it drains, how it ends."""

import gc
import json
import signal
import time
from types import SimpleNamespace

import gevent
import pytest
import requests

from fadjma.server import COLLECTIONS, Server
from tests.processes import eventually


@pytest.fixture
def hear(listen):
    """Return hear(server, "awa") → her listener, connected."""

    def connected(server, name):
        ear = listen(server.url, auth={"token": server.token(name)})
        ear.wait_for("connected")
        return ear

    return connected


def test_a_drained_process_sends_its_people_away_one_by_one_and_exits_cleanly(start_server, hear):
    server = start_server(FADJMA_DRAIN_SECONDS="1")
    ears = [hear(server, "awa"), hear(server, "moussa")]
    start = time.monotonic()
    server.send(signal.SIGTERM)
    for ear in ears:
        assert ear.wait_for("disconnect") == "transport close"
    assert server.running.wait(timeout=10) == 0
    assert 0.9 < time.monotonic() - start < 8


def test_a_draining_process_says_so_and_takes_nobody_new(start_server, hear):
    server = start_server(FADJMA_DRAIN_SECONDS="3")
    hear(server, "awa")
    with requests.Session() as balancer:
        assert balancer.get(f"{server.url}/readyz").status_code == 200
        server.send(signal.SIGTERM)
        eventually(lambda: balancer.get(f"{server.url}/readyz").status_code == 503, what="not ready")
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/readyz", timeout=2)


def poll_once_and_leave(server, name):
    """Connect by polling and never fetch anything again, as a phone does whose network went."""
    address = f"{server.url}/socket.io/?EIO=4&transport=polling"
    sid = json.loads(requests.get(address, timeout=5).text[1:])["sid"]
    hello = "40" + json.dumps({"token": server.token(name)})
    assert requests.post(f"{address}&sid={sid}", data=hello, timeout=5).text == "OK"


def test_who_polled_and_left_holds_up_nobody(start_server, hear):
    server = start_server(FADJMA_DRAIN_SECONDS="0")
    poll_once_and_leave(server, "awa")
    ear = hear(server, "moussa")
    start = time.monotonic()
    server.send(signal.SIGTERM)
    assert ear.wait_for("disconnect") == "transport close"
    assert server.running.wait(timeout=8) == 0
    assert time.monotonic() - start < 8


def test_a_second_signal_exits_at_once(start_server, hear):
    server = start_server(FADJMA_DRAIN_SECONDS="60")
    hear(server, "awa")
    server.send(signal.SIGTERM)
    eventually(lambda: not _accepts(server), what="the listener to close")
    server.send(signal.SIGTERM)
    assert server.running.wait(timeout=5) == 0


def _accepts(server):
    try:
        return requests.get(f"{server.url}/healthz", timeout=2).ok
    except requests.ConnectionError:
        return False


def test_what_the_start_has_made_is_never_collected_again(app, monkeypatch):
    before, seen = gc.get_threshold(), []
    monkeypatch.setattr(gevent, "signal_handler", lambda *_: None)
    process = Server.__new__(Server)
    process.app, process.ending = app, None
    process.wsgi = SimpleNamespace(serve_forever=lambda: seen.append((gc.get_freeze_count() > 10_000, gc.get_threshold())))
    try:
        process.run()
        assert seen == [(True, COLLECTIONS)]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
