"""Real server processes: `python wsgi.py` on a port of its own, over a copy of the demo clinic."""

import contextlib
import re
import shutil
import sys
import urllib.request

import pytest
import requests
from uuid_utils.compat import uuid7

from tests.databases import surroundings
from tests.people import PASSWORD
from tests.processes import Process


class Api(requests.Session):
    """Somebody signed in at the JSON API: `awa.post("/prescriptions", json=…)`."""

    def __init__(self, server, login):
        super().__init__()
        self.address = f"{server.url}/api/v1"
        self.signed_in = self.post("/sessions", json={"login": login, "password": PASSWORD}).json()
        self.token = self.signed_in["access_token"]
        self.headers["Authorization"] = f"Bearer {self.token}"

    def request(self, method, url, *args, **kwargs):
        """Send a request to a path below /api/v1."""
        kwargs.setdefault("timeout", 10)
        return super().request(method, self.address + url, *args, **kwargs)


class Server(Process):
    """One FADJMA process over the database at `database_url`."""

    def __init__(self, database_url, *, folder, **environment):
        self.url = ""  # known once it has started; a second start takes the same port
        settings = {"FADJMA_DATABASE_URL": database_url, "FADJMA_HOST": "127.0.0.1", "FADJMA_PORT": "0"}
        super().__init__(
            [sys.executable, "wsgi.py"],
            log=folder / f"server-{uuid7()}.log",
            ready=self._serves,
            environment=surroundings(**settings, **environment),
        )
        self._signed_in: dict[str, Api] = {}

    def _serves(self):
        if not self.url and (said := re.search(r"http://\S+:(\d+)", self.text())):
            self.url, self.environment["FADJMA_PORT"] = said[0], said[1]
        with contextlib.suppress(OSError, ValueError):  # no address yet, or nobody there
            return urllib.request.urlopen(f"{self.url}/readyz", timeout=2).status == 200
        return False

    def api(self, name):
        """Return the API as demo person `name` ("awa", "fatou" …) sees it; they sign in once."""
        if name not in self._signed_in:
            self._signed_in[name] = Api(self, f"{name}@fadjma.example")
        return self._signed_in[name]

    def token(self, name):
        """Return an access token of demo person `name`."""
        return self.api(name).token

    def stop(self, *args):
        """End the process and the connections held to it."""
        for api in self._signed_in.values():
            api.close()
        return super().stop(*args)


@pytest.fixture
def start_server(demo_clinic, tmp_path):
    """Return start_server(database_url=…, FADJMA_…=…) → Server, ready; all end with the test and show their logs."""
    servers: list[Server] = []

    def start(database_url=None, **environment):
        if database_url is None:
            database_url = f"sqlite:///{shutil.copy(demo_clinic, tmp_path / f'clinic-{len(servers)}.db')}"
        servers.append(Server(database_url, folder=tmp_path, **environment))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()
        print(f"--- {server.url}\n{server.text()[-20000:]}")


@pytest.fixture
def server(start_server):
    """A server of this test alone, over its own copy of the demo clinic."""
    return start_server()
