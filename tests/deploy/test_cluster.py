"""`make cluster`, from its start to Ctrl-C: two processes behind nginx are one clinic, and nothing is left of it."""

import contextlib
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import pytest
import requests

from tests.databases import surroundings
from tests.processes import Process, answers, eventually
from tests.servers import Api

pytestmark = [pytest.mark.alone, pytest.mark.slow, pytest.mark.postgres, pytest.mark.redis]
SOON = 1.5  # seconds from an act in one process to a client of the other
ROUTE = "fadjma_route"


class Cluster(Process):
    """The cluster as a person starts it, with a folder that PostgreSQL's own user may enter."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="fadjma-cluster-"))
        self.folder.chmod(0o755)
        command = [sys.executable, "-m", "deploy.cluster", "--folder", self.folder]
        super().__init__(
            command,
            log=self.folder / "said",
            ready=lambda: "Ctrl-C" in self.text(),
            environment=surroundings(FADJMA_DRAIN_SECONDS="1"),
        )

    @property
    def url(self):
        """The address it prints."""
        return re.search(r"http://\S+:\d+", self.text())[0]

    def ports(self):
        """Return the ports of its server processes."""
        return re.findall(r":(\d+) ", (self.folder / "nginx" / "processes.conf").read_text())

    def lines(self):
        """Return the lines of nginx's access log."""
        return [json.loads(line) for line in (self.folder / "nginx" / "access.log").read_text().splitlines()]

    def everything(self):
        """Return the ids of all processes that it started, and of those that they started."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        found, waiting = set(), [self.running.pid]
        while waiting:
            parent = waiting.pop()
            found.add(parent)
            waiting += [child for child, its in parents.items() if its == parent]
        return found

    def kill_server(self, port):
        """Kill the server process on `port`, as a power cut would."""
        for id in self.everything():
            environment = Path(f"/proc/{id}/environ").read_bytes().split(b"\0")
            if f"FADJMA_PORT={port}".encode() in environment and b"FADJMA_HOST=127.0.0.1" in environment:
                os.kill(id, signal.SIGKILL)


@pytest.fixture
def cluster():
    cluster = Cluster()
    yield cluster.start(seconds=120)
    cluster.stop(signal.SIGINT)
    print("\n".join(map(str, cluster.lines()[-12:])))
    print(cluster.text(), *(log.read_text()[-3000:] for log in cluster.folder.glob("*.log")), sep="\n---\n")
    shutil.rmtree(cluster.folder)


def routes(cluster):
    """Return {port: a cookie that leads to it}, one for each process."""
    found = {}
    while found.keys() != set(cluster.ports()):
        cookie = os.urandom(16).hex()
        id = requests.get(f"{cluster.url}/healthz", cookies={ROUTE: cookie}, timeout=5).headers["X-Request-Id"]
        (line,) = eventually(lambda id=id: [line for line in cluster.lines() if line["request"] == id], what="its line")
        found[line["upstream"].split(":")[1]] = cookie
    return found


class Visit:
    """Moussa, who listens by websocket at one process and by polling at the other, and Ibrahima, who asks him for access."""

    def __init__(self, cluster, listen, here, there):
        self.cluster, self.listen = cluster, listen
        self.moussa, self.ibrahima = (Api(cluster, f"{name}@fadjma.example") for name in ("moussa", "ibrahima"))
        self.id = self.moussa.signed_in["user"]["id"]
        self.ears = [self.ear("websocket", here), self.ear("polling", there)]

    def ear(self, transport, route):
        """Return a listener of Moussa's on the process that `route` leads to, connected."""
        headers = {"Cookie": f"{ROUTE}={route}"}
        auth = {"token": self.moussa.token}
        ear = self.listen(self.cluster.url, auth=auth, transports=[transport], headers=headers)
        head = ear.wait_for("connected")["streams"]
        ear.use(**auth, resumed=True, cursors=head)  # what its page has, should the connection be lost
        return ear

    def ask(self, route):
        """Have Ibrahima ask at the process of `route`, and again if it dies meanwhile; return the request's id."""
        self.ibrahima.cookies.set(ROUTE, route)
        body = {"patient_id": self.id, "reason": "Toux", "level": "read", "days": 1}
        key = {"Idempotency-Key": os.urandom(8).hex()}
        asked = self.ibrahima.post("/access-requests", json=body, headers=key)
        if asked.status_code == 503:
            asked = self.ibrahima.post("/access-requests", json=body, headers=key)
        assert asked.status_code == 201, asked.text
        self.ibrahima.post(f"/access-requests/{asked.json()['id']}/cancellation", json={})
        return asked.json()["id"]

    def heard(self, id, ear, seconds=SOON):
        """Fail unless `ear` hears of request `id` once within `seconds`."""

        def is_it(said):
            return said["data"]["access_request_id"] == id

        ear.wait_for("new_access_request", seconds=seconds, where=is_it)
        assert len([said for said in ear.all("new_access_request") if is_it(said)]) == 1


def test_two_processes_behind_nginx_are_one_clinic(cluster, listen):
    route = routes(cluster)
    here, there = cluster.ports()
    visit = Visit(cluster, listen, route[here], route[there])

    for port in (here, there):
        id = visit.ask(route[port])
        for ear in visit.ears:
            visit.heard(id, ear)
    the_route_is_made_once_and_kept(cluster)
    what_is_not_for_outside_stays_inside(cluster)

    cluster.kill_server(there)
    id = visit.ask(route[there])  # who had that process is passed on to the other
    for ear in visit.ears:
        visit.heard(id, ear, seconds=5)
    eventually(lambda: f"server-{there} had ended (SIGKILL)" in cluster.text(), what="the process to be started again")
    no_line_tells_who_asked_for_what(cluster)
    ctrl_c_leaves_nothing_behind(cluster)


def the_route_is_made_once_and_kept(cluster):
    with requests.Session() as browser:
        route = browser.get(f"{cluster.url}/login", timeout=5).cookies[ROUTE]
        assert re.fullmatch("[0-9a-f]{32}", route)
        again = browser.get(f"{cluster.url}/login", timeout=5)
        assert ROUTE not in again.headers.get("Set-Cookie", "")
        forged = requests.get(f"{cluster.url}/login", cookies={ROUTE: "x"}, timeout=5)
        assert ROUTE in forged.cookies
    for path in ("/socket.io/?EIO=4&transport=polling", "/api/v1/me", "/healthz"):
        assert ROUTE not in requests.get(cluster.url + path, timeout=5).cookies, "who keeps no cookies would be moved"


def what_is_not_for_outside_stays_inside(cluster):
    assert requests.get(f"http://127.0.0.1:{cluster.ports()[0]}/metrics", timeout=5).status_code == 200
    for path in ("/metrics", "/metrics/", "//metrics", "/%6detrics"):
        assert requests.get(cluster.url + path, timeout=5).status_code == 404
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "eA=="}
    assert requests.get(f"{cluster.url}/login", headers=upgrade, timeout=5).status_code == 200  # the wish did not arrive
    assert requests.post(f"{cluster.url}/login", data=bytes(11 * 1024 * 1024 + 1), timeout=10).status_code == 413
    assert requests.post(f"{cluster.url}/socket.io/", data=bytes(64 * 1024 + 1), timeout=10).status_code == 413


def no_line_tells_who_asked_for_what(cluster):
    keys = {"at", "from", "request", "method", "status", "bytes", "seconds", "protocol"}
    upstream = {"upstream", "upstream_status", "upstream_seconds"}
    lines = cluster.lines()
    assert lines and all(line.keys() == keys | upstream for line in lines)
    text = json.dumps(lines)
    assert not re.search(r"socket\.io|login|access-requests|sid=|fadjma_route", text)


def ctrl_c_leaves_nothing_behind(cluster):
    started, ports = cluster.everything(), [*cluster.ports(), cluster.url.rpartition(":")[2]]
    assert len(started) > 8  # PostgreSQL and nginx have processes of their own
    os.kill(cluster.running.pid, signal.SIGINT)
    assert cluster.running.wait(timeout=20) == 0
    assert [id for id in started if Path(f"/proc/{id}").exists()] == []
    assert not any(answers(int(port)) for port in ports)
    assert [path for path in cluster.folder.rglob("*") if path.is_socket() or path.suffix == ".pid"] == []
