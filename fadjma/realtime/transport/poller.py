"""The poller: one epoll set inside gevent's loop that reads every wire, in place of a greenlet for each."""

import logging
from time import monotonic

import gevent
from gevent.monkey import get_original

from .seldom import Seldom
from .wire import GONE

log = logging.getLogger(__name__)
READ, WRITE = 1, 4  # EPOLLIN, EPOLLOUT; anything else that epoll says is news to be read
AT_ONCE = 256  # wires looked at before the loop turns to other things
STALLED = 20.0  # seconds without progress

_epoll = get_original("select", "epoll")  # monkey patching takes it out of the module


class Poller:
    """All the wires of a process. `on_room(wire)` is called when a full one has become empty."""

    def __init__(self, on_room):
        self.on_room = on_room
        self.wires, self.waiting = {}, set()  # waiting: for the kernel to take more
        self.complain = Seldom(log)
        self._set = _epoll()
        self._watcher = gevent.get_hub().loop.io(self._set.fileno(), READ)
        self._watcher.start(self._ready)

    def add(self, wire):
        """Read `wire` from now on."""
        self.wires[wire.fd] = wire
        self._set.register(wire.fd, READ)

    def await_room(self, wire):
        """Flush `wire` as soon as the kernel takes more."""
        self.waiting.add(wire)
        self._set.modify(wire.fd, READ | WRITE)

    def drop(self, wire):
        """Forget `wire`."""
        self.waiting.discard(wire)
        if self.wires.pop(wire.fd, None) is not None:
            self._set.unregister(wire.fd)

    def stalled(self):
        """Return the wires whose reader has taken nothing for 20 s."""
        now = monotonic()
        return [wire for wire in self.waiting if now - wire.stuck_since > STALLED]

    def _ready(self):
        for fd, what in self._set.poll(0, AT_ONCE):
            wire = self.wires.get(fd)
            if wire is None:
                continue
            try:
                if what & WRITE and wire.flush():
                    self._emptied(wire)
                if what & ~WRITE and wire.sock is not None:
                    wire.readable()
            except Exception:
                self.complain.exception("a wire could not be read")
                wire.close(1011)
                wire.owner.hear(GONE)

    def _emptied(self, wire):
        self.waiting.discard(wire)
        self._set.modify(wire.fd, READ)
        self.on_room(wire)
