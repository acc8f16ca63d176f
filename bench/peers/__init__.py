"""The servers held against each other: ours, and the stacks that do the same beside it."""

import sys
from pathlib import Path

import jwt

from ..peer import SECRET, Peer
from . import npm
from .fadjma import Fadjma, Stock

FOLDER = Path(__file__).parent


class Simple(Peer):
    """A peer that keeps nothing: JWT at the handshake, a room each and one for all, a POST that emits a fragment."""

    size = 1200  # bytes of an event, as ours sends it

    def environment(self):
        return super().environment() | {"PEER_BYTES": str(self.size), "PYTHONUNBUFFERED": "1"}

    def auths(self, many):
        return [{"token": self.token(number)} for number in range(many)]

    def token(self, number):
        """Return the token of one of the people."""
        return jwt.encode({"sub": str(number)}, SECRET)

    def tell(self, room, times=1):
        room = f"user_{room}" if isinstance(room, int) else room
        return self.post("/tell", {"room": room, "times": times}, self.token("author"))


class Node(Simple):
    """Express and socket.io: what the system before this one was built on."""

    name = "Node"
    database = None  # the SQLite file its pages are made from

    def environment(self):
        return super().environment() | {"NODE_ENV": "production", "PEER_DATABASE": str(self.database)}

    def command(self):
        npm.install(FOLDER / "node")
        return ["node", FOLDER / "node" / "server.mjs"]


class Flask(Simple):
    """Flask-SocketIO on gevent-websocket, as people write it."""

    name = "Flask-SocketIO"

    def command(self):
        return [sys.executable, FOLDER / "flask_socketio_peer.py"]


class Floor(Simple):
    """As little as Python can do: epoll, one frame made once, written to every socket."""

    name = "floor"

    def command(self):
        return [sys.executable, FOLDER / "floor.py"]


ALL = {"ours": Fadjma, "stock": Stock, "node": Node, "flask": Flask, "floor": Floor}
