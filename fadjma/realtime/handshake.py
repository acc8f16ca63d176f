"""The handshake: who may connect, what they are told first, and that they left."""

import logging
from functools import partial
from sys import intern

from flask import current_app
from flask_socketio import ConnectionRefusedError
from werkzeug.wrappers import Request

from ..domain.errors import Locked, Refusal, TooMany, Unauthenticated
from ..extensions import db, socketio
from ..languages import LANGUAGES
from ..models.types import utcnow
from ..queries import sessions
from ..queries.streams import streams_of
from . import journal, transport
from .connection import Connection
from .origin import may_connect

log = logging.getLogger(__name__)


def _realtime():
    extensions = current_app.extensions
    return extensions["presence"], extensions["pump"], extensions["metrics"]


def connect(app, sid, environ, auth=None):
    """Let in whoever proves a live session; everything else is a code the client understands, never a silence."""
    with app.app_context():
        _let_in(sid, Request(environ), auth if isinstance(auth, dict) else {})


def _let_in(sid, request, auth):
    presence, pump, metrics = _realtime()
    ended_before = pump.endings.seq  # before it is read whether the session is good
    try:
        if presence.held_by(request.remote_addr or "") >= current_app.config["MAX_CONNECTIONS_PER_ADDRESS"]:
            raise TooMany("too_many_connections")
        identity = sessions.identify(request, auth, utcnow())
        may_connect(request, by_cookie="token" not in auth)
        _prepare(sid, request, identity, auth, ended_before)
    except Refusal as refusal:
        code = _code(refusal)
        metrics.refused.labels(code).inc()
        raise ConnectionRefusedError(code, {"code": code}) from None
    except Exception:
        log.exception("handshake failed")
        metrics.refused.labels("retry").inc()
        raise ConnectionRefusedError("retry", {"code": "retry"}) from None
    finally:
        db.session.rollback()


def _code(refusal):
    """Return what the client is told: who must show a PIN is not asked for a fresh token."""
    if isinstance(refusal, Locked):
        return "locked"
    return "unauthenticated" if isinstance(refusal, Unauthenticated) else refusal.code


def _prepare(sid, request, identity, auth, ended_before):
    """Build the connection; it is welcomed once the client knows that it is connected."""
    user, expires_at = identity
    heads = journal.heads(streams_of(user))
    connection = Connection(
        sid=sid,
        eio_sid=socketio.server.manager.eio_sid_from_sid(sid, "/"),
        user_id=user.id,
        session_id=user.session_id,
        role=user.role,
        language=intern(auth["language"] if auth.get("language") in list(LANGUAGES) else user.language),
        address=request.remote_addr or "",
        transport=request.args.get("transport", "test"),
        token_expires_at=expires_at,
        sent=heads,
    )
    greeting = {
        "user_id": str(user.id),
        "role": user.role,
        "language": user.language,
        "streams": dict(heads),
        "server_time": utcnow().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    metrics = current_app.extensions["metrics"]
    metrics.handshake(resumed=auth.get("resumed") is True)
    transport.after_connect(sid, lambda: _welcome(connection, _cursors(auth, heads), greeting, ended_before))


def _cursors(auth, heads):
    """Return the client's cursors of streams it may hear; what is no number is one the server cannot know."""
    cursors = auth.get("cursors")
    if not isinstance(cursors, dict):
        return {}
    return {
        name: cursors[name] if isinstance(cursors[name], int) and not isinstance(cursors[name], bool) else -1
        for name in heads
        if name in cursors
    }


def _welcome(connection, cursors, greeting, ended_before):
    pump = current_app.extensions["pump"]
    pump.welcome(connection, cursors, greeting)
    if not socketio.server.manager.is_connected(connection.sid, "/"):
        pump.presence.remove(connection.sid)  # it left while what it missed was looked for, and was not there to be removed
    pump.endings.end_if_missed(connection, ended_before)
    if current_app.config["PUMP_INLINE"]:
        pump.turn()


def disconnect(app, sid, reason=None):
    """Forget a connection that went away."""
    app.extensions["presence"].remove(sid)


def install(app):
    """Hear who comes and who goes, with nothing in between: a request's whole context would cost more than either."""
    socketio.server.on("connect", partial(connect, app))
    socketio.server.on("disconnect", partial(disconnect, app))
