"""A small server for the browser's side alone: pages on the real layout, and events in the contract's form on command."""

import json
import threading
import time
from collections import deque
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from flask import Flask, abort, jsonify, make_response, redirect, render_template, request
from flask_socketio import ConnectionRefusedError, SocketIO
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.serving import make_server

from fadjma.web import assets, headers
from tests.processes import ROOT, free_port

STREAM = "user_awa"
PAGES = ROOT / "tests" / "browser" / "pages"
ENDPOINTS = {
    "patient.dashboard": "/patient/",
    "notifications.centre": "/notifications",
    "account.page": "/account",
    "auth.logout": "/logout",
}


class Stage:
    """What the page sees, and what it did: `handshakes`, `acknowledged`, `requests`. One person, Awa, one stream."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.happened = threading.Condition()
        self.handshakes, self.acknowledged, self.requests = deque(), deque(), deque()
        self.journal = []
        self.user_id = "awa"
        self.rows = []  # the html of the list a page shows
        self.unread = 0
        self.token_seconds = 900
        self.session = "alive"  # or "expired": a refresh mends it; or "over"
        self.refuses = False  # every connection, for a passing fault
        self.takes_websockets = True
        self.silent = False  # accepts a connection and never says `connected`
        self.answers = deque()  # (status, html, headers) of the next acts; otherwise 204
        self.gate = threading.Event()
        self.gate.set()  # cleared, the answers to acts and pings wait
        self.app = self._app()
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

    def wait(self, condition, seconds=10):
        """Wait until `condition()` holds; fail the test if it never does."""
        end = time.monotonic() + seconds
        with self.happened:
            while not condition():
                assert self.happened.wait(end - time.monotonic()), "it did not happen"

    def note(self, queue, thing):
        """Remember what the page did."""
        with self.happened:
            queue.append(thing)
            self.happened.notify_all()

    # -- how it is made

    def _gatekeeper(self, environ, start_response):
        """Stand before the application as a proxy that knows no websockets would."""
        if "HTTP_UPGRADE" in environ and not self.takes_websockets:
            start_response("400 Bad Request", [])
            return [b""]
        return self.app(environ, start_response)

    def _app(self):
        app = Flask("stage", root_path=str(PAGES), static_folder=None)
        app.config["TESTING"] = True
        app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
        app.jinja_loader = ChoiceLoader([FileSystemLoader(PAGES), FileSystemLoader(ROOT / "templates")])
        assets.init_app(app)
        headers.init_app(app)
        app.jinja_env.globals["url_for"] = lambda endpoint, **_: ENDPOINTS.get(endpoint, f"/{endpoint}")
        app.add_url_rule("/patient/", "page", self._page)
        app.add_url_rule("/pages/<name>", "named", self._page)
        app.add_url_rule("/", "home", lambda: redirect("/login"))
        app.add_url_rule("/login", "login", lambda: render_template("login.html"))
        app.add_url_rule("/notifications/count", "count", self._count)
        app.add_url_rule("/notifications/<id>/read", "read", self._read, methods=["POST"])
        app.add_url_rule("/session/refresh", "refresh", self._refresh, methods=["POST"])
        app.add_url_rule("/act", "act", self._act, methods=["GET", "POST"])
        return app

    def _context(self):
        viewer = SimpleNamespace(id=self.user_id, role="patient", name="Awa Ndiaye")
        return {
            "viewer": viewer,
            "cursors": {STREAM: len(self.journal)},
            "unread": self.unread,
            "token_seconds": self.token_seconds,
            "now": datetime.now(UTC),
            "rows": self.rows,
        }

    def _page(self, name="list"):
        response = make_response(render_template(f"{name}.html", **self._context()))
        response.set_cookie("csrf_access_token", "csrf-of-access")
        response.set_cookie("csrf_refresh_token", "csrf-of-refresh")
        return response

    def _count(self):
        return render_template("shared/_unread_count.html", unread=self.unread)

    def _read(self, id):
        self.note(self.requests, ("read", id, request.form.to_dict()))
        return "", 200, {"HX-Redirect": next(frame["url"] for frame in self.journal if frame["event_id"] == id)}

    def _refresh(self):
        self.note(self.requests, ("refresh", request.headers.get("X-CSRF-TOKEN"), None))
        if self.session == "over":
            return jsonify(title="Session terminée"), 401
        self.session = "alive"
        response = jsonify(expires_in=900)
        response.set_cookie("csrf_access_token", "csrf-renewed")
        return response

    def _act(self):
        self.note(self.requests, ("act", dict(request.headers), request.values.to_dict()))
        assert self.gate.wait(10)
        if self.session != "alive":
            abort(401)
        status, html, extra = self.answers.popleft() if self.answers else (204, "", {})
        return html, status, extra

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
        self.socketio.emit(name, json.loads(json.dumps(frame)), to=request.sid)

    def _acknowledge(self, said):
        self.note(self.acknowledged, said)
        return {"ok": True}
