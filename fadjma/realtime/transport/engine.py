"""The engine: engineio's server with our sessions under it, and socketio's manager without a room for everybody.

The seams, each spoken of by tests/transport/test_seams.py: `socketio.Server.eio`, `engineio.Server._handle_connect` and
`_trigger_event`, `socketio.Manager.pre_connect`, and what the server asks of an `engineio.socket.Socket`.
"""

import logging
from sys import intern

import engineio
import gevent
import socketio
from engineio import exceptions
from engineio import packet as engine

from .door import Door
from .poller import Poller
from .polls import PollingSession
from .seldom import Seldom
from .wheel import Wheel
from .wired import WireSession

log = logging.getLogger(__name__)
KEPT = (
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST",
    "wsgi.url_scheme", "flask.app",
)  # fmt: skip


class Engine(engineio.Server):
    """Opens sessions; whom it tells, and how many strangers an address may be, is given to it by `connect_to`."""

    def __init__(self, **settings):
        super().__init__(**settings, monitor_clients=False)
        self.complain, self.door, self.poller, self.kept = Seldom(log), Door(), None, None

    def connect_to(self, *, acknowledge, on_room, on_stalled, strangers):
        """Say who hears: acknowledge(sid, body) → answer or None · on_room(sid) · on_stalled(sid).

        `strangers`: how many connections one address may hold that have not said yet who they are.
        """
        self.acknowledge, self.most_strangers = acknowledge, strangers
        self.on_room = lambda session: on_room(session.sid)
        self.on_stalled = on_stalled

    def start(self):
        """Begin to read and to beat, at the first connection: not before the process has its own event loop."""
        if self.poller is None:
            self.poller = Poller(on_room=lambda wire: self.on_room(wire.owner))
            self.wheel = Wheel(int(self.ping_interval), self.poller.stalled, self._end_stalled)
            gevent.spawn(self.wheel.run)

    def _end_stalled(self, wire):
        session = wire.owner
        self.on_stalled(session.sid)
        session.lose(self.reason.TRANSPORT_ERROR)

    def _handle_connect(self, environ, start_response, transport, jsonp_index=None):
        self.start()
        address = environ.get("REMOTE_ADDR", "")
        if self.wheel.strangers_of[address] >= self.most_strangers:
            return [] if transport == "websocket" else self._bad_request("too many connections")
        sid = self.generate_id()
        kind = WireSession if transport == "websocket" else PollingSession
        session = self.sockets[sid] = kind(self, sid)
        session.address = intern(address)
        self._trigger_event("connect", sid, environ, run_async=False)
        if transport == "websocket":
            session.attach(environ["wsgi.websocket"])
            session.send(self._open_packet(sid, transport))
            return []
        self.wheel.add(session)
        session.send(self._open_packet(sid, transport))
        session.connected = True
        try:
            return self._ok(session.poll())
        except exceptions.QueueEmpty:
            return self._bad_request()

    def _open_packet(self, sid, transport):
        return engine.Packet(
            engine.OPEN,
            {
                "sid": sid,
                "upgrades": self._upgrades(sid, transport),
                "pingTimeout": int(self.ping_timeout * 1000),
                "pingInterval": int(self.ping_interval * 1000),
                "maxPayload": self.max_http_buffer_size,
            },
        )

    def take_over(self, before, session):
        """Let `session`, on a wire, be what `before`, on polls, was."""
        self.sockets[session.sid] = session
        was_stranger = before in self.wheel.strangers
        self.wheel.add(session)
        if not was_stranger:
            self.wheel.let_in(session)

    def let_in(self, sid):
        """The client of session `sid` has said who it is."""
        if (session := self.sockets.get(sid)) is not None:
            self.wheel.let_in(session)

    def afterwards(self, environ):
        """Return what is kept of the request that opened a connection once it is let in: one for all, without a person."""
        if self.kept is None:
            self.kept = {name: environ[name] for name in KEPT if name in environ} | {"QUERY_STRING": ""}
        return self.kept

    def forget(self, session):
        """Drop a session that has ended."""
        if self.sockets.get(session.sid) is session:
            del self.sockets[session.sid]


class Manager(socketio.Manager):
    """Keeps who is connected, and no room for each: leaving would look through all of them."""

    def pre_connect(self, eio_sid, namespace):
        """Register a connection that has not been let in yet; return its id, or None if it is connected already."""
        members = self.rooms.get(namespace, {}).get(None, {})
        if members and self.sid_from_eio_sid(eio_sid, namespace):
            return None
        sid = self.server.eio.generate_id()
        self.basic_enter_room(sid, namespace, None, eio_sid=eio_sid)
        self.pending_connect.setdefault(namespace, []).append(sid)
        return sid
