"""A server process of the cluster: `python wsgi.py` on a port of its own."""

import contextlib
import sys
import urllib.error
import urllib.request

from .programs import Program

STRAIGHT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Server(Program):
    """One process; SIGTERM drains it."""

    grace = 30.0  # seconds: the drain, and the work in hand

    def __init__(self, folder, port, environment):
        self.port = port
        environment = {**environment, "FADJMA_PORT": str(port), "PYTHONUNBUFFERED": "1"}
        super().__init__(f"server-{port}", [sys.executable, "wsgi.py"], folder=folder, environment=environment)

    def ready(self):
        """Return whether it can serve."""
        with contextlib.suppress(urllib.error.URLError, OSError):
            return STRAIGHT.open(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status == 200
        return False
