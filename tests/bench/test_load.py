"""The load client, against the floor: it counts every delivery, acknowledges as the contract asks, sees what is wrong."""

import os
import socket
import threading

import pytest

from bench import load, machine
from bench.peers import Floor


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The load client, compiled."""
    return load.build(tmp_path_factory.mktemp("load"))


@pytest.fixture
def floor(tmp_path, program):
    """A running floor; its clients end with it."""
    side = Floor(tmp_path, {}).start()
    yield side
    side.stop()


def test_it_counts_what_each_client_got(floor, program):
    floor.connect(40, program)
    floor.load.since()
    for number in range(1, 4):
        floor.tell("patients")
        floor.load.expect(40 * number, seconds=5)
    said = load.exact(floor.load.wait(0.05), many=40, each=3)
    assert said["bytes"] == 120 * Floor.size
    assert 0 < said["p50"] <= said["p95"] <= said["p99"] <= said["max"] < 5000


def test_it_hears_what_is_told_to_one_person_alone(floor, program):
    floor.connect(5, program)
    floor.tell(3)
    said = floor.load.expect(1, seconds=5)
    assert (said["least"], said["most"]) == (0, 1)


def test_it_acknowledges_after_25_events_or_two_seconds(floor, program):
    floor.connect(2, program)
    floor.tell("patients", 26)
    assert floor.load.expect(52, seconds=5)["acks"] == 2
    assert floor.load.wait(2.3)["acks"] == 4


def test_it_misses_nothing_that_came_in_pieces(floor, program):
    floor.size = 70_000  # the length in eight bytes, in several reads
    floor.stop()
    floor.port = 0
    floor.start()
    floor.connect(3, program)
    floor.tell("patients", 5)
    load.exact(floor.load.expect(15, seconds=5), many=3, each=5)


def test_who_stops_reading_gets_the_rest_when_reading_again(floor, program):
    floor.connect(4, program)
    floor.load.stall(1)
    floor.tell("patients", 10)
    assert floor.load.expect(30, seconds=5)["least"] == 0
    floor.load.stall(0)
    load.exact(floor.load.expect(40, seconds=5), many=4, each=10)


def test_it_hangs_up_and_comes_back(floor, program):
    floor.connect(10, program, first=4)
    assert floor.load.close()["open"] == 0
    assert floor.load.open()["open"] == 10


def test_a_delivery_that_does_not_come_fails_the_measurement(floor, program):
    floor.connect(2, program)
    floor.tell("patients")
    with pytest.raises(RuntimeError, match="2 of 3 events"):
        floor.load.expect(3, seconds=0.2)


@pytest.mark.parametrize("wrong", [{"holes": 1}, {"resyncs": 1}, {"lost": 1}, {"least": 2}, {"most": 4}, {"events": 5}])
def test_whatever_is_not_exact_fails_the_measurement(wrong):
    right = {"open": 2, "least": 3, "most": 3, "events": 6, "holes": 0, "resyncs": 0, "endings": 0, "lost": 0, "refused": 0}
    assert load.exact(right, many=2, each=3)
    with pytest.raises(AssertionError, match="not exact"):
        load.exact(right | wrong, many=2, each=3)


def test_a_hole_in_the_numbers_is_seen(program):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_gap, args=(listener,))
        thread.start()
        clients = load.Load(program, listener.getsockname()[1], [{"token": "t"}])
        clients.open()
        assert clients.expect(3, seconds=5)["holes"] == 1
        clients.stop()
        thread.join()


def _gap(listener):
    """Serve one client events 1, 2 and 4."""

    def frame(text):
        return b"\x81\x7e" + len(text).to_bytes(2, "big") + text.encode()

    with listener.accept()[0] as client:
        client.recv(4096)
        client.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame("0{}"))
        client.recv(4096)
        client.sendall(frame('42["connected",{}]'))
        for seq in (1, 2, 4):
            client.sendall(frame(f'42["notification",{{"stream":"patients","seq":{seq}}}]'))
        client.recv(4096)


def test_cpu_and_memory_of_a_process_and_its_children_are_read():
    before = machine.cpu(os.getpid())
    assert sum(range(2_000_000)) and machine.cpu(os.getpid()) > before
    assert machine.memory(os.getpid()) > 1_000_000
