"""A throw-away Redis on a port of its own, that tests may kill, freeze and start again."""

import signal

import pytest

from tests.processes import Process, answers, free_port


class Redis(Process):
    """One Redis that keeps nothing."""

    def __init__(self, folder):
        self.port = free_port()
        settings = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder}
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        super().__init__(["redis-server", *options], log=folder / "redis.log", ready=lambda: answers(self.port))

    @property
    def url(self):
        """What FADJMA_REDIS_URL is to be."""
        return f"redis://127.0.0.1:{self.port}/0"

    def freeze(self):
        """Stop answering while connections stay open, as an overloaded machine does."""
        self.send(signal.SIGSTOP)

    def thaw(self):
        """Go on after `freeze`."""
        self.send(signal.SIGCONT)


@pytest.fixture
def redis_server(tmp_path):
    """A Redis for this test alone."""
    server = Redis(tmp_path).start()
    yield server
    server.thaw()
    server.stop()
