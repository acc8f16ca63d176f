"""A server process of the cluster: `python wsgi.py` on a port of its own."""

import sys

from ..ready import is_ready
from .programs import Program


class Server(Program):
    """One process; SIGTERM drains it."""

    grace = 30.0  # seconds: the drain, and the work in hand

    def __init__(self, folder, port, environment):
        self.port = port
        environment = {**environment, "FADJMA_PORT": str(port), "PYTHONUNBUFFERED": "1"}
        super().__init__(f"server-{port}", [sys.executable, "wsgi.py"], folder=folder, environment=environment)

    def ready(self):
        """Return whether it can serve."""
        return is_ready(self.port)
