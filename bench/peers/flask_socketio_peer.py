"""The peer on Flask-SocketIO: gevent and gevent-websocket as people write it, with the semantics of the peer on Node."""

from gevent import monkey

monkey.patch_all()

import importlib.metadata  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
from collections import Counter  # noqa: E402
from datetime import UTC, datetime  # noqa: E402

import jwt  # noqa: E402
from flask import Flask, request  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402
from geventwebsocket.handler import WebSocketHandler  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")
heads: Counter[str] = Counter()
fragment = ""


def who(token):
    """Return whose token it is."""
    return jwt.decode(token, os.environ["PEER_SECRET"], ["HS256"])["sub"]


def event(stream):
    """Return the next event of a stream."""
    heads[stream] += 1
    id = f"0198-{heads[stream]}"
    told = {"type": "notification", "title": "Campagne de vaccination", "level": "info", "url": "/notifications"}
    swap = {"target": f"notification_{id}", "list": "notifications", "html": fragment}
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"stream": stream, "seq": heads[stream], "event_id": id, **told, "data": {}, "swaps": [swap], "timestamp": at}


@socketio.on("connect")
def connect(auth):
    """Let in whoever has a token."""
    name = who(auth["token"])
    join_room(f"user_{name}")
    join_room("patients")
    emit("connected", {"user_id": name})


@socketio.on("ack")
def ack(body):
    """Take an acknowledgement."""


@app.post("/tell")
def tell():
    """Emit to a room."""
    who(request.headers["Authorization"].removeprefix("Bearer "))
    for _ in range(request.json["times"]):
        socketio.emit("notification", event(request.json["room"]), to=request.json["room"])
    return {"room": request.json["room"]}, 201


if __name__ == "__main__":
    bare = len(json.dumps(["notification", event("patients")], separators=(",", ":")))
    fragment = f'<li class="card">{"x" * (int(os.environ["PEER_BYTES"]) - bare - 22)}</li>'
    heads.clear()
    server = WSGIServer(("127.0.0.1", 0), app, handler_class=WebSocketHandler, log=None, backlog=4096)
    server.init_socket()
    versions = {name: importlib.metadata.version(name) for name in ("flask-socketio", "gevent-websocket")}
    print(json.dumps({"port": server.socket.getsockname()[1], "versions": versions}), flush=True)
    server.serve_forever()
