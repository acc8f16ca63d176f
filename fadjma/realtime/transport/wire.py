"""A wire: one websocket as a bare descriptor. Written at once by whoever has something to say, read by the poller.

No greenlet and no buffer belongs to it, unless the kernel would not take all of a write; then the rest waits in `backlog`,
and whoever asks `is_full` stops writing: what a person must know waits in the journal, not here.
"""

import _socket
import contextlib
import socket as names
from time import monotonic

from .frames import CLOSE, NOT_ACCEPTED, NOT_TEXT, PING, PONG, TEXT, Refused, closing, frame, read

FULL = 64 * 1024  # bytes unsent
KERNEL = 64 * 1024  # bytes that the kernel may hold for a reader; Linux doubles it
GONE = None  # what `hear` is told once the other end has left


class Wire:
    """Its owner's `hear(text)` takes each message, and GONE at the end; in the event loop, so it must not wait."""

    __slots__ = ("backlog", "deflates", "fd", "heard", "owner", "poller", "rest", "sock", "stuck_since", "unsent")

    def __init__(self, poller, sock, owner, *, deflates):
        self.poller, self.sock, self.owner, self.deflates = poller, sock, owner, deflates
        sock.setblocking(False)
        sock.setsockopt(names.SOL_SOCKET, names.SO_SNDBUF, KERNEL)
        self.fd = sock.fileno()
        self.rest, self.unsent, self.stuck_since = b"", 0, 0.0
        self.backlog: list[bytes] | None = None  # what the kernel has not taken
        self.heard = True  # anything at all, since somebody last set it to False
        poller.add(self)

    @classmethod
    def of(cls, poller, websocket, owner):
        """Take the descriptor out of the hands of the HTTP server, whose greenlet can end."""
        handler, websocket.handler = websocket.handler, None  # whose end is not told to an application made up for it
        websocket.closed = True  # the library writes no close frame of its own
        taken = handler.socket
        sock = _socket.socket(taken.family, taken.type, taken.proto, taken.detach())
        return cls(poller, sock, owner, deflates=handler.deflates)

    @property
    def is_full(self):
        """Is so much unsent that nothing more should be written?"""
        return self.unsent > FULL

    # out

    def write(self, data):
        """Write now what the kernel takes, and the rest when it takes more."""
        if self.sock is None:
            return
        if self.backlog is not None:
            self.backlog.append(data)
            self.unsent += len(data)
        elif (taken := self._send(data)) < len(data) and self.sock is not None:
            self.keep(data[taken:])

    def keep(self, rest):
        """Write `rest` when the kernel takes more."""
        self.backlog, self.unsent = [rest], len(rest)
        self.stuck_since = monotonic()
        self.poller.await_room(self)

    def _send(self, data):
        try:
            return self.sock.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            self._end()
            return 0

    def flush(self):
        """The kernel has room: write what waits. Return whether nothing waits any more."""
        data = b"".join(self.backlog or ())
        taken = self._send(data)
        if taken:
            self.stuck_since = monotonic()
        if self.sock is None:
            return False
        if taken < len(data):
            self.backlog, self.unsent = [data[taken:]], len(data) - taken
            return False
        self.backlog, self.unsent = None, 0
        return True

    # in

    def readable(self):
        """Something came: hear it."""
        try:
            data = self.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._end()
            return
        self.heard = True
        try:
            found, self.rest = read(self.rest + data if self.rest else data, deflates=self.deflates)
            for opcode, payload in found:
                if self.sock is not None:
                    self._take(opcode, payload)
        except Refused as refused:
            self.close(refused.code)
            self.owner.hear(GONE)

    def _take(self, opcode, payload):
        if opcode == TEXT:
            try:
                text = payload.decode()
            except UnicodeDecodeError:
                raise Refused(NOT_TEXT) from None
            self.owner.hear(text)
        elif opcode == PING:
            self.write(frame(payload, PONG))
        elif opcode == CLOSE:
            self._end()
        elif opcode != PONG:
            raise Refused(NOT_ACCEPTED)  # binary: nothing we have is

    # the end

    def close(self, code=1000):
        """Say goodbye if that can be said at once, and let go of the descriptor."""
        if self.sock is None:
            return
        if self.backlog is None:
            with contextlib.suppress(OSError):
                self.sock.send(closing(code))
        self.poller.drop(self)
        self.sock.close()
        self.sock, self.rest, self.backlog, self.unsent = None, b"", None, 0

    def _end(self):
        if self.sock is not None:
            self.backlog = []  # nothing can be said any more
            self.close()
            self.owner.hear(GONE)


def write_all(wires, data):
    """Write `data` to each of these wires; return those that were full, and got nothing of it."""
    size, full = len(data), []
    for wire in wires:
        if wire.backlog is None and wire.sock is not None:
            try:
                taken = wire.sock.send(data)
            except OSError:
                wire.write(data)  # meets it again, and knows what to do
            else:
                if taken < size:
                    wire.keep(data[taken:])
        elif wire.is_full:
            full.append(wire)
        else:
            wire.write(data)
    return full
