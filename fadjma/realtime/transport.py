"""The transport: a frame is encoded once and sent to each connection, by websocket or polling alike."""

import json

from engineio import packet as engine
from socketio import packet as sio

from ..extensions import socketio


class CompactJson:
    """JSON without spaces, in real UTF-8: what python-socketio encodes packets with."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value, **_):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encode(name, body):
    """Return the packet of event `name`, good for any number of connections, and its size in bytes."""
    text = socketio.server.packet_class(sio.EVENT, namespace="/", data=[name, body]).encode()
    return engine.Packet(engine.MESSAGE, text), len(text.encode())


def send(connection, packet):
    """Hand one packet to one connection."""
    socketio.server._send_eio_packet(connection.eio_sid, packet)


def is_repeated(eio_sid, stamp):
    """Was the poll that asks now with this `t` asked before? Clients give each poll a `t` of its own.

    An HTTP library (or a proxy) asks a second time by itself when its connection is reset: the first answer went nowhere.
    """
    socket = socketio.server.eio.sockets.get(eio_sid)
    if socket is None or stamp is None:
        return False
    before, socket.last_stamp = getattr(socket, "last_stamp", None), stamp
    return stamp == before


def hang_up(connection):
    """End the transport alone: the client takes it for a lost network, and comes back with its cursors.

    Nobody waits for the farewell to be fetched: who polled and has left never will, and would hold up all the others.
    """
    eio = socketio.server.eio
    if socket := eio.sockets.get(connection.eio_sid):
        socket.close(wait=False, reason=eio.reason.SERVER_DISCONNECT)


def carrier(connection):
    """Return what carries it now: a client that began by polling may have gone over to a websocket."""
    try:
        return socketio.server.eio.transport(connection.eio_sid)
    except KeyError:  # a test client has no engine beneath it
        return connection.transport


def close(connection):
    """End a connection, its engine's socket included: the first call alone leaves that open."""
    socketio.server.disconnect(connection.sid)
    hang_up(connection)


def install(server):
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

    server._handle_connect = handle_connect


def after_connect(sid, welcome):
    """Run `welcome` when the handshake of `sid` is over."""
    socketio.server.once_connected[sid] = welcome
