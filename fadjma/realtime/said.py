"""What clients say: acknowledgements, fresh tokens, tests of the line."""

from flask import current_app, request

from ..domain.errors import Refusal, Unauthenticated
from ..extensions import db, socketio
from ..models.types import utcnow
from ..queries import sessions
from . import transport


def here():
    """Return the connection this packet came from, or None once it has ended."""
    return current_app.extensions["presence"].connections.get(getattr(request, "sid", None))


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
    age = connection.acknowledge(streams)
    if age is not None:
        extensions["metrics"].acknowledged(max(0.0, age - waited))
    if was_held and not connection.held:
        extensions["pump"].ring_for(connection)
    return {"ok": True}


@socketio.on("auth")
def fresh_token(body=None):
    """Keep a token client's connection with a fresh token of the same session."""
    connection = here()
    try:
        token = body.get("token") if isinstance(body, dict) else None
        who, expires_at = sessions.identify(request, {"token": str(token)}, utcnow())  # a token alone, no cookie
        if connection is None or who.session_id != connection.session_id:
            raise Unauthenticated("another_session")
    except Refusal:
        return {"ok": False, "code": "unauthenticated"}
    finally:
        db.session.rollback()
    connection.token_expires_at, connection.warned = expires_at, False
    current_app.extensions["presence"].expect_its_end(connection)
    return {"ok": True}


@socketio.on("ping_test")
def ping_test(body=None):
    """Answer with the same body and the server's time."""
    if (connection := here()) is None:
        return {"ok": False, "code": "unauthenticated"}
    body = body if isinstance(body, dict) else {}
    transport.send(connection, transport.encode("pong_test", {**body, "server_time": utcnow().isoformat()}))
    return {"ok": True}
