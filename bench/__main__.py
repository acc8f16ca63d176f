"""`make bench`: start the application and its peers, measure them in turn, print the ratios."""

import platform
import shutil
import tempfile
from pathlib import Path

from tests.databases import make
from tests.servers import Server

from . import act_to_screen, first_load
from .peers import Node


def start(folder):
    """Return a server over a demo clinic of its own."""
    clinic = make(folder / "clinic.db", ["db", "upgrade"], ["seed"])
    return Server(f"sqlite:///{clinic}", folder=folder).start()


def main():
    """Run every benchmark."""
    folder = Path(tempfile.mkdtemp(prefix="fadjma-bench-"))
    server, peer = start(folder), Node()
    try:
        print(f"Python {platform.python_version()}, Node {peer.version}, {platform.machine()}\n")
        act_to_screen.report(act_to_screen.run(server, peer))
        print()
        first_load.report(first_load.run(server))
    finally:
        server.stop()
        peer.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
