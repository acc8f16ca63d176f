"""A message on its way out: encoded at most once for each form it takes on the wire, whoever and however many it is for."""

from functools import cached_property

from engineio import packet as engine
from socketio import packet as sio

from .frames import WORTH_DEFLATING, deflated, frame


class Message:
    """One event. A `secret` one is never compressed: the size of a compressed secret tells of it (BREACH, 2013)."""

    def __init__(self, name, body, *, secret=False):
        self.name, self.secret = name, secret
        self.text = sio.Packet(sio.EVENT, namespace="/", data=[name, body]).encode()

    @cached_property
    def payload(self):
        """The Engine.IO packet, bytes."""
        return b"4" + self.text.encode()

    @cached_property
    def packet(self):
        """The same as an object, for the polling transport and for the stock one."""
        packet = engine.Packet(engine.MESSAGE, self.text)
        packet.secret = self.secret
        return packet

    @cached_property
    def plain(self):
        """The websocket frame."""
        return frame(self.payload)

    @cached_property
    def small(self):
        """The compressed websocket frame, where that is worth it and gives nothing away."""
        return self.plain if self.secret or self.size < WORTH_DEFLATING else deflated(self.payload)

    @property
    def size(self):
        """Bytes, before any compression."""
        return len(self.payload)


class Bundle:
    """Several messages for the same people, in order: one write."""

    def __init__(self, messages):
        self.messages = messages

    @cached_property
    def plain(self):
        """Their websocket frames, one behind the other."""
        return b"".join(message.plain for message in self.messages)

    @cached_property
    def small(self):
        """The same, each compressed by itself."""
        return b"".join(message.small for message in self.messages)
