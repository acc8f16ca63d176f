"""The pages of the stage and what they may ask for, on the real layout and with the real static files."""

import threading
import time
from collections import deque
from datetime import UTC, datetime
from types import SimpleNamespace

from flask import Flask, abort, jsonify, make_response, redirect, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from fadjma.languages import templates as sentences
from fadjma.web import assets, headers, labels
from tests.processes import ROOT

STREAM = "user_awa"
PAGES = ROOT / "tests" / "browser" / "pages"
ENDPOINTS = {
    "patient.dashboard": "/patient/",
    "notifications.centre": "/notifications",
    "account.page": "/account",
    "auth.logout": "/logout",
}


class Site:
    """HTTP as the page knows it; what is asked for and what is answered is the stage's."""

    def __init__(self):
        self.happened = threading.Condition()
        self.requests: deque = deque()
        self.journal: list[dict] = []
        self.user_id = "awa"
        self.rows: list[str] = []  # the html of the list a page shows
        self.unread = 0
        self.shortcuts = True
        self.token_seconds = 900
        self.session = "alive"  # or "expired": a refresh mends it; or "over"
        self.answers: deque = deque()  # (status, html, headers) of the next acts; otherwise 204
        self.gate = threading.Event()
        self.gate.set()  # cleared, the answers to acts and pings wait

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

    def make_app(self):
        """Return the application."""
        app = Flask("stage", root_path=str(PAGES), static_folder=None)
        app.config["TESTING"] = True
        app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
        app.jinja_loader = ChoiceLoader([FileSystemLoader(PAGES), FileSystemLoader(ROOT / "templates")])
        assets.init_app(app)
        headers.init_app(app)
        labels.init_app(app)
        sentences.init_app(app)
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
        viewer = SimpleNamespace(id=self.user_id, role="patient", name="Awa Ndiaye", shortcuts=self.shortcuts)
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
        address = next(frame["url"] for frame in self.journal if frame["event_id"] == id)
        return "", 200, {"HX-Redirect": address} if request.form.get("opened") else {}

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
