"""The transport: what carries events to a connection, by websocket or polling, and bounds what it may cost.

    encode(name, body) → Message      encoded once, for everybody
    offer(connection, message)        written at once, and what the kernel does not take waits; False where enough waits:
                                      the pump goes on from the journal when it is told of room
    write(wires, message) → wires     the same to a whole crowd in a row; those where enough waits are returned

Two of a kind: `lean`, ours (engine, sessions, wire, poller, wheel), and `stock`, python-engineio over gevent-websocket;
FADJMA_TRANSPORT chooses. README.md beside this file is the tour.
"""

import json

from ...extensions import socketio
from .engine import Engine, Manager
from .http import Handler, StockHandler
from .message import Bundle, Message
from .sessions import Session
from .stock import harden
from .wire import write_all
from .wired import WireSession

__all__ = ["Bundle", "Message", "handler_of"]


class CompactJson:
    """JSON without spaces, in real UTF-8: what python-socketio encodes packets with."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value, **_):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


SETTINGS = {
    "async_mode": "gevent",
    "cors_credentials": False,
    "json": CompactJson,
    "max_http_buffer_size": 64 * 1024,
    "ping_interval": 25,
    "ping_timeout": 20,
    "http_compression": True,
    "async_handlers": False,  # what one client says is handled in its order
}


def install(app, *, allows, hears):
    """Give Socket.IO its server: `allows(origin, environ)`, and what the lean engine tells, see Engine.connect_to."""
    settings = {**SETTINGS, "cors_allowed_origins": allows}
    lean = app.config["TRANSPORT"] == "lean"
    if not lean:
        harden()
        settings["http_compression"] = False  # the stock engine does not know what is secret
    socketio.init_app(app, **settings, manage_session=False, client_manager=Manager())
    server = socketio.server
    if lean:
        server.eio = Engine(**settings)
        server.eio.connect_to(**hears)
        for event in ("connect", "message", "disconnect"):
            server.eio.on(event, getattr(server, f"_handle_eio_{event}"))
    _welcome_after_connect(server)


def handler_of(app):
    """Return the class that speaks HTTP for `app`."""
    return Handler if app.config["TRANSPORT"] == "lean" else StockHandler


def encode(name, body, *, secret=False):
    """Return event `name` as a Message, good for any number of connections; a `secret` one is never compressed."""
    return Message(name, body, secret=secret)


def offer(connection, message):
    """Hand a Message or a Bundle to a connection; return False, with nothing done, where too much is on its way to it."""
    session = _session(connection)
    if not isinstance(session, Session):
        _send_as_stock(connection, message)
    elif session.is_full:
        return False
    else:
        session.push(message)
    return True


def send(connection, message):
    """Hand a Message to a connection, however much is on its way to it: what is said once and is no fact."""
    session = _session(connection)
    if isinstance(session, Session):
        session.push(message)
    else:
        _send_as_stock(connection, message)


def wire_of(connection):
    """Return the wire of a connection, or None: it polls, or the transport is stock."""
    session = _session(connection)
    return session.wire if isinstance(session, WireSession) else None


def write(wires, message):
    """Hand a Message or a Bundle to wires of one kind; return those with too much on their way, which got nothing."""
    return write_all(wires, message.small if wires[0].deflates else message.plain) if wires else []


def _send_as_stock(connection, message):
    """The stock transport, and the client of the tests."""
    for one in getattr(message, "messages", (message,)):
        socketio.server._send_eio_packet(connection.eio_sid, one.packet)


def _session(connection):
    return socketio.server.eio.sockets.get(connection.eio_sid)


def is_repeated(eio_sid, stamp):
    """Was the poll that asks now with this `t` asked before? Clients give each poll a `t` of its own.

    An HTTP library (or a proxy) asks a second time by itself when its connection is reset: the first answer went nowhere.
    """
    session = socketio.server.eio.sockets.get(eio_sid)
    if session is None or stamp is None:
        return False
    before, session.last_stamp = getattr(session, "last_stamp", None), stamp
    return stamp == before


def hang_up(connection):
    """End the transport alone: the client takes it for a lost network, and comes back with its cursors.

    Nobody waits for the farewell to be fetched: who polled and has left never will, and would hold up all the others.
    """
    if session := _session(connection):
        session.close(wait=False, reason=socketio.server.eio.reason.SERVER_DISCONNECT)


def carrier(connection):
    """Return what carries it now: a client that began by polling may have gone over to a websocket."""
    try:
        return socketio.server.eio.transport(connection.eio_sid)
    except KeyError:  # a test client has no engine beneath it
        return connection.transport


def close(connection):
    """End a connection, its engine's session included: the first call alone leaves that open."""
    socketio.server.disconnect(connection.sid)
    hang_up(connection)


def _welcome_after_connect(server):
    """Let `after_connect` run once the client has been told that it is connected.

    What is sent from inside the connect handler would reach the client before its own `connect`.
    """
    handle, server.once_connected = server._handle_connect, {}

    def handle_connect(eio_sid, namespace, data):
        handle(eio_sid, namespace, data)
        sid = server.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        welcome = server.once_connected.pop(sid, None)
        if welcome and server.manager.is_connected(sid, namespace or "/"):
            with server.environ[eio_sid]["flask.app"].app_context():
                welcome()
            _settle(server, eio_sid)

    server._handle_connect = handle_connect


def _settle(server, eio_sid):
    """The client is let in: forget the request that opened the connection, cookies and all; only its kind is needed."""
    if isinstance(server.eio, Engine) and eio_sid in server.eio.sockets:
        server.eio.let_in(eio_sid)
        server.environ[eio_sid] = server.eio.afterwards(server.environ[eio_sid])


def after_connect(sid, welcome):
    """Run `welcome` when the handshake of `sid` is over."""
    socketio.server.once_connected[sid] = welcome
