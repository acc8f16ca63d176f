"""An Engine.IO session over polls, which may go over to a wire."""

from engineio import exceptions
from engineio import packet as engine

from .sessions import Session
from .wire import FULL
from .wired import WireSession

AT_ONCE = 16  # packets in one answer to a poll: what clients in Python read of one at most


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
