"""Redis: carries the names of streams between the processes, keeps nothing."""

from .place import give, identity, room, secret
from .programs import Program, answers


class Redis(Program):
    """One Redis, by password on loopback."""

    def __init__(self, folder, port):
        self.port, self.password = port, secret(folder / "redis_password")
        home = room(folder, "redis")
        settings = home / "redis.conf"  # a file, since anybody may read a command line
        settings.touch(mode=0o600)
        settings.write_text(
            f"port {port}\nbind 127.0.0.1\nprotected-mode yes\nrequirepass {self.password}\n"
            f'save ""\nappendonly no\ndir {home}\ndaemonize no\n'
        )
        super().__init__("redis", ["redis-server", give(settings)], folder=folder, **identity())

    @property
    def url(self):
        """What FADJMA_REDIS_URL is to be."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def ready(self):
        """Return whether it answers."""
        return answers(self.port)
