"""The gate before Socket.IO: what never reaches the engine. JSONP, upgrades elsewhere, polls of somebody else's session,
and polls asked twice.

The engine takes whoever knows a session's `sid` for its owner; a cookie session's polls must show a cookie of that session.
A poll asked twice means an answer that was lost, and facts with it: the session ends, the client returns with its cursors.
"""

from urllib.parse import parse_qs

from werkzeug.wrappers import Request, Response

from ..queries import sessions
from . import transport

PATH = "/socket.io"


class Gate:
    """WSGI middleware around Socket.IO's own."""

    def __init__(self, app, wsgi_app):
        self.app, self.wsgi_app = app, wsgi_app

    def __call__(self, environ, start_response):
        problem = self._problem(environ)
        if problem:
            return Response(problem, 403, content_type="text/plain")(environ, start_response)
        return self.wsgi_app(environ, start_response)

    def _problem(self, environ):
        live = environ.get("PATH_INFO", "").rstrip("/") == PATH
        if not live:
            return "no upgrade here" if "HTTP_UPGRADE" in environ else None
        query = parse_qs(environ.get("QUERY_STRING", ""))
        if "j" in query:
            return "no JSONP"
        sid = query.get("sid", [None])[0]
        connection = self.app.extensions["presence"].of_engine(sid)
        if connection is None:
            return None
        if connection.by_cookie and (problem := self._not_theirs(environ, connection)):
            return problem
        if environ["REQUEST_METHOD"] == "GET" and transport.is_repeated(sid, query.get("t", [None])[0]):
            transport.hang_up(connection)
            return "asked before"
        return None

    def _not_theirs(self, environ, connection):
        if environ["REQUEST_METHOD"] == "POST" and "HTTP_ORIGIN" not in environ:
            return "an Origin is needed"
        return None if self._session_of(environ) == connection.session_id else "not your session"

    def _session_of(self, environ):
        """Return the session id that the request's cookie proves; an expired cookie still says whose it was."""
        cookie = Request(environ).cookies.get(self.app.config["JWT_ACCESS_COOKIE_NAME"], "")
        return sessions.proven(cookie, self.app.config["JWT_SECRET_KEY"])
