"""A client that begins by polling goes over to a websocket: nothing is lost or comes twice; a failed try harms nothing."""

import json
import shutil

import pytest
import requests

from fadjma.realtime.transport.polls import AT_ONCE
from tests.processes import eventually
from tests.servers import Server

from .raw import Raw, text

POLLING = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture(scope="module")
def server(demo_clinic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("takeover")
    server = Server(
        f"sqlite:///{shutil.copy(demo_clinic, folder / 'clinic.db')}", folder=folder, FADJMA_TRANSPORT="lean"
    ).start()
    yield server
    server.stop()


class Polls:
    """Awa, connected by polling."""

    def __init__(self, server):
        self.server, self.asked = server, 0
        opened = json.loads(requests.get(server.url + POLLING, timeout=5).text[1:])
        assert opened["upgrades"] == ["websocket"]
        self.sid = opened["sid"]
        hello = "40" + json.dumps({"token": server.token("awa")})
        assert requests.post(self.address(), data=hello, timeout=5).text == "OK"
        self.heard = self.poll()
        while not any(packet.startswith('42["connected"') for packet in self.heard):
            self.heard += self.poll()

    def address(self):
        self.asked += 1
        return f"{self.server.url}{POLLING}&sid={self.sid}&t={self.asked}"

    def poll(self):
        return requests.get(self.address(), timeout=30).text.split("\x1e")

    def websocket(self):
        return Raw(self.server.url, path=f"/socket.io/?EIO=4&transport=websocket&sid={self.sid}")


@pytest.fixture
def awa(server):
    return Polls(server)


def announce(server, number):
    body = {"audience": "patients", "title": f"Avis {number}", "message": "Campagne de vaccination."}
    assert server.api("ousmane").post("/admin/announcements", json=body).status_code == 201


def titles(packets):
    return [json.loads(packet[2:])[1]["message"] for packet in packets if packet.startswith('42["notification"')]


def test_nothing_is_lost_and_nothing_comes_twice(server, awa):
    announce(server, 1)
    eventually(lambda: titles(awa.heard) or awa.heard.extend(awa.poll()), what="the first notice")
    socket = awa.websocket()
    socket.send(text("2probe"))
    assert socket.said() == "3probe"
    assert awa.poll() == ["6"]
    announce(server, 2)  # between the two transports: it waits
    socket.send(text("5"))
    assert "seq" in socket.event("notification")[1]
    announce(server, 3)
    third = socket.event("notification")[1]
    first = json.loads(next(packet for packet in awa.heard if packet.startswith('42["notification"'))[2:])[1]
    assert third["seq"] == first["seq"] + 2
    metrics = requests.get(f"{server.url}/metrics", timeout=5).text
    assert 'fadjma_connections{role="patient",transport="websocket"} 1.0' in metrics
    assert requests.get(awa.address(), timeout=5).status_code == 400
    socket.close()


@pytest.mark.parametrize("said", [None, "4hello", "5"], ids=["nothing", "something else", "too soon"])
def test_a_try_that_fails_leaves_the_polls_as_they_were(server, awa, said):
    socket = awa.websocket()
    if said:
        socket.send(text(said))
        socket.ended()
    socket.close()
    announce(server, 4)
    eventually(lambda: titles(awa.heard) or awa.heard.extend(awa.poll()), what="the notice, by polling")


def test_an_answer_holds_no_more_packets_than_every_client_reads(server, awa):
    for number in range(AT_ONCE + 5):
        announce(server, number)
    answers = [awa.poll(), awa.poll()]
    assert [len(answer) for answer in answers] == [AT_ONCE, 5]


def test_a_session_that_was_never_there_is_refused(server):
    socket = Raw(server.url, path="/socket.io/?EIO=4&transport=websocket&sid=nobody")
    socket.ended()
    socket.close()
