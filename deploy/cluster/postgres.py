"""PostgreSQL: a data folder in the cluster's own, one database, by password on loopback, without a socket file."""

import contextlib
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from .place import Failure, give, identity, room, secret
from .programs import Program

A_PROCESS = 45  # connections: a server's pool holds up to 40


def binaries():
    """Return the folder of initdb and postgres: on the path, or the newest where Debian keeps them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise Failure("PostgreSQL is missing: scripts/system_packages.sh says how to install it.")
    return versions[-1].parent


class Postgres(Program):
    """One PostgreSQL, as durable as on a machine of its own."""

    stopping = signal.SIGINT  # SIGTERM would wait for the connections of pools

    def __init__(self, folder, port, processes):
        self.port = port
        self.home = room(folder, "postgres")
        self.password = secret(self.home / "password")
        give(self.home / "password")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "max_connections": 10 + A_PROCESS * processes,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [binaries() / "postgres", "-D", self.home / "data", *options]
        super().__init__("postgres", command, folder=folder, **{**identity(), "cwd": "/"})

    @property
    def url(self):
        """What FADJMA_DATABASE_URL is to be."""
        return f"postgresql+psycopg://fadjma:{self.password}@127.0.0.1:{self.port}/fadjma"

    def launch(self):
        """Make the data folder the first time, and start."""
        if not (self.home / "data").exists():
            self._make()
        super().launch()

    def _make(self):
        draft = self.home / "draft"  # what was interrupted half-way is made anew
        shutil.rmtree(draft, ignore_errors=True)
        command = [binaries() / "initdb", "--pgdata", draft, "--username", "fadjma", "--encoding", "UTF8"]
        command += ["--locale", "C.UTF-8", "--auth", "scram-sha-256", "--pwfile", self.home / "password"]
        made = subprocess.run(command, cwd="/", capture_output=True, text=True, **identity())
        if made.returncode:
            raise Failure(f"PostgreSQL could not make {draft}: {(made.stderr.strip() or '?').splitlines()[-1]}")
        draft.rename(self.home / "data")

    def ready(self):
        """Return whether it answers; makes the database the first time."""
        with contextlib.suppress(psycopg.OperationalError), self._connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'fadjma'").fetchone() is None:
                connection.execute("CREATE DATABASE fadjma")
            return True
        return False

    def _connect(self):
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="fadjma", password=self.password, dbname="postgres", autocommit=True
        )
