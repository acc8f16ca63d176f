"""The Engine.IO sessions: over a wire, or over polls; and the one that goes over from polls to a wire."""

import json
import re
from collections import deque

import gevent
from engineio import exceptions
from engineio import packet as engine
from engineio.socket import Socket

from .frames import frame
from .wire import FULL, GONE, Wire

AT_ONCE = 16  # packets in one answer to a poll: what clients in Python read of one at most
INBOX = 100  # packets of a client that wait to be handled
TOO_MUCH = 1008  # close code: a rule was broken
LIGHT = re.compile(r'42(\d*)\["ack",')  # an acknowledgement, with the number of its answer
PING = frame(b"2")
PROBE, PROBED, UPGRADE, PONG = "2probe", frame(b"3probe"), "5", "3"
NOOP = engine.Packet(engine.NOOP)


class Session(Socket):
    """What both have in common: a heart that the wheel looks after, and an end that is told once."""

    heard, spoke, closing, address = True, 0, False, ""

    def schedule_ping(self):
        """Leave it to the wheel."""

    def check_ping_timeout(self):
        """Leave it to the wheel."""
        return not self.closed

    def beat(self):
        """Ping; end it if nothing has come since the last ping, a turn of the wheel ago."""
        if self.closed:
            return
        if not self.heard:
            self.lose(self.server.reason.PING_TIMEOUT)
            return
        self.heard = False
        self.ping()

    def lose(self, reason):
        """End it without waiting for anything."""
        gevent.spawn(self.close, wait=False, abort=True, reason=reason)

    def close(self, wait=True, abort=False, reason=None):
        """Tell that it ended, say goodbye unless `abort`, and let go. Nobody waits for a farewell to be fetched."""
        if self.closing:
            return
        self.closing = True
        self.server.wheel.drop(self)
        self.server._trigger_event("disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False)
        if not abort:
            self.send(engine.Packet(engine.CLOSE))
        self.closed = True
        self._let_go()
        self.server.forget(self)


class PollingSession(Session):
    """A session over polls: what is sent waits for the next poll, within the same bound as a wire's."""

    def __init__(self, server, sid):
        super().__init__(server, sid)
        self.unsent = 0

    @property
    def is_full(self):
        """Is so much unsent that nothing more should be put here?"""
        return self.unsent > FULL

    def ping(self):
        """Put a ping into the next answer."""
        self.send(engine.Packet(engine.PING))

    def send(self, pkt):
        """Put a packet into the next answer."""
        if not self.closed:
            self.unsent += len(pkt.data or "")
            self.queue.put(pkt)

    def push(self, message):
        """Put a Message or a Bundle into the next answers."""
        for one in getattr(message, "messages", (message,)):
            self.send(one.packet)

    def poll(self):
        """Wait for packets; return at most as many as every client reads of one answer."""
        packets = []
        try:
            packets.append(self.queue.get(timeout=self.server.ping_interval + self.server.ping_timeout))
            while packets[-1] is not None and len(packets) < AT_ONCE:
                packets.append(self.queue.get(block=False))
        except self.server.get_queue_empty_exception():
            pass
        if not packets:
            raise exceptions.QueueEmpty
        if packets[-1] is None:
            packets.pop()
            self.queue.put(None)  # for the next one who asks: there is nothing more, ever
        was_full = self.is_full
        self.unsent -= sum(len(packet.data or "") for packet in packets)
        if was_full and not self.is_full:
            self.server.on_room(self)
        return packets

    def handle_get_request(self, environ, start_response):
        """Answer a poll, or begin to go over to a websocket."""
        packets = super().handle_get_request(environ, start_response)
        if any(getattr(packet, "secret", False) for packet in packets):
            environ["HTTP_ACCEPT_ENCODING"] = ""  # this answer is not to be compressed
        return packets

    def receive(self, pkt):
        """Take a packet of a POST."""
        self.heard = True
        super().receive(pkt)

    def _upgrade_websocket(self, environ, start_response):
        if self.upgrading:
            raise OSError("it is going over already")
        session = WireSession(self.server, self.sid, comes_from=self)
        session.address = self.address
        session.attach(environ["wsgi.websocket"])
        return []

    def hand_over(self):
        """Return the packets that wait, in order, and be over: the wire has the session now."""
        waiting = []
        while not self.queue.empty():
            waiting.append(self.queue.get())
        self.closing = self.closed = True
        self.queue.put(None)
        self.server.wheel.drop(self)
        return [packet for packet in waiting if packet is not None and packet.packet_type != engine.NOOP]

    def _let_go(self):
        self.queue.put(None)


class WireSession(Session):
    """A session over a websocket; a greenlet lives only while something the client said is being handled."""

    def __init__(self, server, sid, comes_from=None):  # without the base's queue: who is idle keeps as little as can be
        self.server, self.sid, self.comes_from = server, sid, comes_from
        self.connected = self.upgraded = True
        self.upgrading = self.closing = self.closed = False
        self.inbox: deque[str] | None = None

    def attach(self, websocket):
        """Live on this websocket."""
        self.wire: Wire = Wire.of(self.server.poller, websocket, self)
        if self.comes_from is None:
            self.server.wheel.add(self)
        else:
            self.server.wheel.expect(self)

    @property
    def is_full(self):
        """Is so much unsent that nothing more should be written?"""
        return self.wire.unsent > FULL

    @property
    def heard(self):
        """Has anything come since the last ping?"""
        return self.wire.heard

    @heard.setter
    def heard(self, value):
        self.wire.heard = value

    def ping(self):
        """Write a ping."""
        self.wire.write(PING)

    def send(self, pkt):
        """Write a packet."""
        self.wire.write(frame(pkt.encode().encode()))

    def push(self, message):
        """Write a Message or a Bundle."""
        wire = self.wire
        wire.write(message.small if wire.deflates else message.plain)

    # in: called in the event loop, which must not wait

    def hear(self, text):
        """Take one message of the client's, or GONE."""
        if text is GONE:
            self._gone()
        elif self.comes_from is not None:
            self._go_over(text)
        elif text != PONG and not self._take_lightly(text):
            self._take(text)

    def _take_lightly(self, text):
        """Handle an acknowledgement here and now: it must not cost more than the event."""
        found = LIGHT.match(text)
        if found is None:
            return False
        try:
            answer = self.server.acknowledge(self.sid, json.loads(text[found.end() : -1]))
        except ValueError:
            return False
        if answer is not None and found[1]:
            self.wire.write(frame(b"43" + found[1].encode() + json.dumps([answer]).encode()))
        return answer is not None

    def _take(self, text):
        if self.inbox is None:
            self.inbox = deque()
            gevent.spawn(self._work)
        self.inbox.append(text)
        if len(self.inbox) > INBOX:
            self.wire.close(TOO_MUCH)
            self._gone()

    def _work(self):
        """Handle what came, in order."""
        try:
            while self.inbox and not self.closed:
                self.receive(engine.Packet(encoded_packet=self.inbox.popleft()))
        except Exception:
            self.server.complain.exception("a packet could not be handled")
            self.lose(self.server.reason.TRANSPORT_ERROR)
        finally:
            self.inbox = None

    # over from polling

    def _go_over(self, text):
        before = self.comes_from
        if text == PROBE and not before.upgrading and not before.closed:
            before.upgrading = True  # what is sent from now on waits
            self.wire.write(PROBED)
            before.queue.put(NOOP)  # ends the poll that is waiting
        elif text == UPGRADE and before.upgrading and not before.closed:
            self.comes_from = None
            self.server.take_over(before, self)
            for packet in before.hand_over():
                self.send(packet)
        else:
            self.wire.close()
            self._gone()

    def _gone(self):
        if self.comes_from is not None:
            self.comes_from.upgrading = False
            self.server.wheel.drop(self)
        else:
            self.lose(self.server.reason.TRANSPORT_CLOSE)

    def lose(self, reason):
        """End it without waiting for anything. A wire that was only tried out ends alone."""
        if self.comes_from is not None:
            self.wire.close()
            self._gone()
        else:
            super().lose(reason)

    def _let_go(self):
        self.wire.close()
