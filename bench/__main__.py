"""`make bench`: start the application and its peers, measure them in turn, print the ratios."""

import platform
import shutil
import tempfile
from pathlib import Path

from tests.databases import flask, make
from tests.postgres import Postgres
from tests.servers import Server

from . import act_to_screen, first_load, replay, sequencing
from .peers import Node


def start(folder):
    """Return a server over a demo clinic of its own."""
    clinic = make(folder / "clinic.db", ["db", "upgrade"], ["seed"])
    return Server(f"sqlite:///{clinic}", folder=folder, FADJMA_MAX_CONNECTIONS_PER_ADDRESS="5000").start()


def sequenced(folder):
    """Return the figures of one process on SQLite and on a PostgreSQL of the benchmark's own, both durable."""
    clinic = make(folder / "sequencing.db", ["db", "upgrade"], ["seed"])
    cluster = Postgres(durable=True).start()
    try:
        url = cluster.new_database()
        flask("db", "upgrade", FADJMA_DATABASE_URL=url), flask("seed", FADJMA_DATABASE_URL=url)
        return {"SQLite": sequencing.measure(f"sqlite:///{clinic}"), "PostgreSQL": sequencing.measure(url)}
    finally:
        cluster.destroy()


def main():
    """Run every benchmark."""
    folder = Path(tempfile.mkdtemp(prefix="fadjma-bench-"))
    server, peer = start(folder), Node()
    try:
        print(f"Python {platform.python_version()}, Node {peer.version}, {platform.machine()}\n")
        act_to_screen.report(act_to_screen.run(server, peer))
        print()
        first_load.report(first_load.run(server))
        print()
        replay.report(replay.run(server))
        print()
        sequencing.report(sequenced(folder))
    finally:
        server.stop()
        peer.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
