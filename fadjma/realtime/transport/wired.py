"""An Engine.IO session over a wire; it may have begun over polls."""

import json
import re
from collections import deque

import gevent
from engineio import packet as engine

from .frames import frame
from .sessions import Session
from .wire import FULL, GONE, Wire

INBOX = 100  # packets of a client that wait to be handled
TOO_MUCH = 1008  # close code: a rule was broken
LIGHT = re.compile(r'42(\d*)\["ack",')  # an acknowledgement, with the number of its answer
PING = frame(b"2")
PROBE, PROBED, UPGRADE, PONG = "2probe", frame(b"3probe"), "5", "3"
NOOP = engine.Packet(engine.NOOP)


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
            if self in self.server.wheel.strangers:
                self.server.door.let_in(self._work)
            else:
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
