"""A wire: everything written arrives once and in order, whatever the kernel takes; it says when it is full and when not."""

import socket
import threading

import gevent
import pytest

from fadjma.realtime.transport.poller import STALLED, Poller
from fadjma.realtime.transport.wire import FULL, GONE, Wire

from . import raw


class Owner:
    def __init__(self):
        self.heard = []

    def hear(self, text):
        self.heard.append(text)


@pytest.fixture
def roomy():
    return []


@pytest.fixture
def ends(roomy):
    """A wire and the other end of its connection."""
    here, there = socket.socketpair()
    poller = Poller(on_room=roomy.append)
    wire = Wire(poller, here, Owner(), deflates=False)
    there.settimeout(10)
    yield wire, there
    wire.close()
    there.close()


def turn():
    """Let the event loop look once."""
    gevent.sleep(0.01)


def test_everything_written_arrives_in_order(ends, roomy):
    wire, there = ends
    sent = b"".join(number.to_bytes(4, "big") * 300 for number in range(2000))
    for at in range(0, len(sent), 1200):
        wire.write(sent[at : at + 1200])
    assert wire.is_full
    got = bytearray()

    def read():
        while len(got) < len(sent):
            got.extend(there.recv(65536))

    reader = threading.Thread(target=read)
    reader.start()
    while reader.is_alive():
        turn()
    assert bytes(got) == sent
    turn()
    assert roomy == [wire]
    assert not wire.is_full
    assert wire.backlog is None


def test_what_is_said_is_heard(ends):
    wire, there = ends
    said = raw.text("2probe") + raw.text("é" * 40)
    there.sendall(said[:7])
    turn()
    there.sendall(said[7:])
    turn()
    assert wire.owner.heard == ["2probe", "é" * 40]


def test_a_ping_is_answered_and_binary_refused(ends):
    wire, there = ends
    there.sendall(raw.masked(b"hi", first=0x89))
    turn()
    assert there.recv(100) == b"\x8a\x02hi"
    there.sendall(raw.masked(b"\xff", first=0x82))
    turn()
    assert there.recv(100) == b"\x88\x02" + (1003).to_bytes(2, "big")
    assert wire.owner.heard == [GONE]


@pytest.mark.parametrize("goodbye", [b"", raw.masked((1000).to_bytes(2, "big"), first=0x88)], ids=["gone", "goodbye"])
def test_an_end_is_told_once(ends, goodbye):
    wire, there = ends
    there.sendall(goodbye)
    there.close()
    turn()
    wire.write(b"too late")
    wire.close()
    turn()
    assert wire.owner.heard == [GONE]
    assert not wire.poller.wires


def test_text_that_is_none_is_refused(ends):
    _, there = ends
    there.sendall(raw.masked(b"\xff\xfe"))
    turn()
    assert there.recv(100) == b"\x88\x02" + (1007).to_bytes(2, "big")


def test_who_takes_nothing_is_known_after_a_while(ends, monkeypatch):
    wire, there = ends
    wire.write(b"x" * 4 * FULL * 10)
    assert wire.poller.stalled() == []
    monkeypatch.setattr("fadjma.realtime.transport.poller.STALLED", -1)
    assert wire.poller.stalled() == [wire]
    there.recv(1 << 20)
    assert STALLED == 20.0


def test_an_owner_that_breaks_ends_its_own_wire_alone(ends, caplog):
    wire, there = ends
    wire.owner.hear = lambda text: None if text is GONE else 1 / 0
    there.sendall(raw.text("4"))
    turn()
    assert not wire.poller.wires
    assert "a wire could not be read" in caplog.text
