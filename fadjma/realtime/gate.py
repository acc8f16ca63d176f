"""The gate before Socket.IO: what never reaches the engine. JSONP, upgrades elsewhere, and polls of somebody else's session.

The engine takes whoever knows a session's `sid` for its owner; a cookie session's polls must show a cookie of that session.
"""

from urllib.parse import parse_qs
from uuid import UUID

from flask_jwt_extended import decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError
from werkzeug.wrappers import Request, Response

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
        connection = self.app.extensions["presence"].of_engine(query.get("sid", [None])[0])
        if connection is None or not connection.by_cookie:
            return None
        if environ["REQUEST_METHOD"] == "POST" and "HTTP_ORIGIN" not in environ:
            return "an Origin is needed"
        return None if self._session_of(environ) == connection.session_id else "not your session"

    def _session_of(self, environ):
        """Return the session id that the request's cookie proves; an expired cookie still says whose it was."""
        cookie = Request(environ).cookies.get(self.app.config["JWT_ACCESS_COOKIE_NAME"], "")
        with self.app.app_context():
            try:
                return UUID(decode_token(cookie, allow_expired=True)["sid"])
            except (PyJWTError, JWTExtendedException, KeyError, ValueError):
                return None
