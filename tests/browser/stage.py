"""A small server for the browser's side alone: pages on the real layout, and events in the contract's form on command."""

import json
import threading
from collections import deque
from datetime import UTC, datetime
from uuid import uuid4

from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO
from werkzeug.serving import make_server

from tests.browser.site import STREAM, Site
from tests.processes import free_port


class Stage(Site):
    """What the page sees, and what it did: `handshakes`, `acknowledged`, `requests`. One person, Awa, one stream."""

    def __init__(self):
        super().__init__()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.handshakes: deque = deque()
        self.acknowledged: deque = deque()
        self.refuses = False  # every connection, for a passing fault
        self.takes_websockets = True
        self.silent = False  # accepts a connection and never says `connected`
        self.app = self.make_app()
        self.socketio = self._socketio()

    # -- the life of the server

    def start(self):
        """Serve from threads of this process."""
        self._server = make_server("127.0.0.1", self.port, self._gatekeeper, threaded=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        """Stop listening; what waits ends with the process."""
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    def cut(self):
        """End every live connection, as a lost network does."""
        for connection in list(self.socketio.server.eio.sockets.values()):
            connection.close(wait=False, abort=True)

    # -- what happens to the page

    def tell(self, *swaps, type="prescription_status_changed", **fields):
        """Record one fact and send it; return its frame."""
        frame = {
            "stream": STREAM,
            "seq": len(self.journal) + 1,
            "event_id": str(uuid4()),
            "type": type,
            "title": "Ordonnance prête",
            "message": "Votre ordonnance est prête.",
            "level": "info",
            "url": "/patient/",
            "data": {},
            "swaps": list(swaps),
            "timestamp": datetime.now(UTC).isoformat(),
            **fields,
        }
        self.journal.append(frame)
        self.socketio.emit(type, frame)
        return frame

    def send(self, name, frame):
        """Send a control event, or a frame as it is."""
        self.socketio.emit(name, frame)

    # -- how it is made

    def _gatekeeper(self, environ, start_response):
        """Stand before the application as a proxy that knows no websockets would."""
        if "HTTP_UPGRADE" in environ and not self.takes_websockets:
            start_response("400 Bad Request", [])
            return [b""]
        return self.app(environ, start_response)

    def _socketio(self):
        socketio = SocketIO(self.app, async_mode="threading", cors_allowed_origins="*")
        socketio.on_event("connect", self._connect)
        socketio.on_event("ack", self._acknowledge)
        socketio.on_event("ping_test", lambda said: {"ok": self.gate.wait(10)})
        return socketio

    def _connect(self, auth):
        transport = request.args["transport"]
        self.note(self.handshakes, {**(auth or {}), "transport": transport})
        if self.refuses:
            raise ConnectionRefusedError("retry", {"code": "retry"})
        if self.session != "alive":
            raise ConnectionRefusedError("unauthenticated", {"code": "unauthenticated"})
        if self.silent:
            return
        head = len(self.journal)
        now = datetime.now(UTC).isoformat()
        self._send("connected", {"user_id": self.user_id, "role": "patient", "streams": {STREAM: head}, "server_time": now})
        for frame in self.journal[auth["cursors"].get(STREAM, head) :]:
            self._send(frame["type"], frame)

    def _send(self, name, frame):
        self.socketio.emit(name, json.loads(json.dumps(frame)), to=request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO sets it

    def _acknowledge(self, said):
        self.note(self.acknowledged, said)
        return {"ok": True}
