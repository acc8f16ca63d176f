"""The life of a connection: handshake, acknowledgements, fresh tokens, the end."""

import logging
from functools import partial
from sys import intern

from flask import current_app, request
from flask_socketio import ConnectionRefusedError
from werkzeug.wrappers import Request

from ..domain.errors import Refusal, TooMany, Unauthenticated
from ..extensions import db, socketio
from ..models.types import utcnow
from ..queries import sessions
from ..queries.streams import streams_of
from . import journal, transport
from .origin import may_connect
from .presence import Connection

log = logging.getLogger(__name__)


def _realtime():
    extensions = current_app.extensions
    return extensions["presence"], extensions["pump"], extensions["metrics"]


def here():
    """Return the connection this packet came from, or None once it has ended."""
    return current_app.extensions["presence"].connections.get(request.sid)


def connect(app, sid, environ, auth=None):
    """Let in whoever proves a live session; everything else is a code the client understands, never a silence."""
    with app.app_context():
        _let_in(sid, Request(environ), auth if isinstance(auth, dict) else {})


def _let_in(sid, request, auth):
    presence, _, metrics = _realtime()
    try:
        if presence.held_by(request.remote_addr or "") >= current_app.config["MAX_CONNECTIONS_PER_ADDRESS"]:
            raise TooMany("too_many_connections")
        identity = sessions.identify(request, auth, utcnow())
        may_connect(request, by_cookie="token" not in auth)
        _prepare(sid, request, identity, auth)
    except Refusal as refusal:
        code = "unauthenticated" if isinstance(refusal, Unauthenticated) else refusal.code
        metrics.refused.labels(code).inc()
        raise ConnectionRefusedError(code, {"code": code}) from None
    except Exception:
        log.exception("handshake failed")
        metrics.refused.labels("retry").inc()
        raise ConnectionRefusedError("retry", {"code": "retry"}) from None
    finally:
        db.session.rollback()


def _prepare(sid, request, identity, auth):
    """Build the connection; it is welcomed once the client knows that it is connected."""
    user, expires_at = identity
    heads = journal.heads(streams_of(user))
    connection = Connection(
        sid=sid,
        eio_sid=socketio.server.manager.eio_sid_from_sid(sid, "/"),
        user_id=user.id,
        session_id=user.session_id,
        role=user.role,
        language=intern(user.language),
        address=request.remote_addr or "",
        transport=request.args.get("transport", "test"),
        token_expires_at=expires_at,
        sent=heads,
    )
    greeting = {
        "user_id": str(user.id),
        "role": user.role,
        "streams": dict(heads),
        "server_time": utcnow().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    metrics = current_app.extensions["metrics"]
    metrics.handshake(resumed=auth.get("resumed") is True)
    transport.after_connect(sid, lambda: _welcome(connection, _cursors(auth, heads), greeting))


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


def _welcome(connection, cursors, greeting):
    pump = current_app.extensions["pump"]
    pump.welcome(connection, cursors, greeting)
    if current_app.config["PUMP_INLINE"]:
        pump.turn()


def disconnect(app, sid, reason=None):
    """Forget a connection that went away."""
    app.extensions["presence"].remove(sid)


def install(app):
    """Hear who comes and who goes, with nothing in between: a request's whole context would cost more than either."""
    socketio.server.on("connect", partial(connect, app))
    socketio.server.on("disconnect", partial(disconnect, app))


@socketio.on("ack")
def ack(body=None):
    """Take a cumulative acknowledgement: {streams: {name: seq}, waited_ms?}."""
    connection = here()
    answer = acknowledge(current_app.extensions, connection.eio_sid, body) if connection else None
    return answer or {"ok": False, "code": "unauthenticated"}


def acknowledge(extensions, eio_sid, body):
    """Take the acknowledgement of an engine's session; return the answer, or None if nobody is let in there.

    Needs no context and waits for nothing: the lean transport calls it for every acknowledgement, between two packets.
    """
    connection = extensions["presence"].of_engine(eio_sid)
    if connection is None:
        return None
    streams = body.get("streams") if isinstance(body, dict) else None
    if not isinstance(streams, dict) or not all(isinstance(n, int) for n in streams.values()):
        return {"ok": False, "code": "invalid"}
    was_held = connection.held
    waited = body.get("waited_ms")
    waited = waited / 1000 if isinstance(waited, int | float) and 0 <= waited <= 60_000 else 0
    ages = connection.acknowledge(streams)
    if ages:
        extensions["metrics"].acknowledged(max(0.0, max(ages) - waited))
    if was_held and not connection.held:
        extensions["pump"].ring_for(connection)
    return {"ok": True}


@socketio.on("auth")
def fresh_token(body=None):
    """Keep a token client's connection with a fresh token of the same session."""
    connection = here()
    try:
        who, expires_at = sessions.identify(request, body if isinstance(body, dict) else {}, utcnow())
        if connection is None or who.session_id != connection.session_id:
            raise Unauthenticated("another_session")
    except Refusal:
        return {"ok": False, "code": "unauthenticated"}
    finally:
        db.session.rollback()
    connection.token_expires_at, connection.warned = expires_at, False
    return {"ok": True}


@socketio.on("ping_test")
def ping_test(body=None):
    """Answer with the same body and the server's time."""
    if (connection := here()) is None:
        return {"ok": False, "code": "unauthenticated"}
    body = body if isinstance(body, dict) else {}
    transport.send(connection, transport.encode("pong_test", {**body, "server_time": utcnow().isoformat()}))
    return {"ok": True}
