"""A person with a phone: the public Socket.IO client, returning for ever, keeping what their screen would show."""

import asyncio
import contextlib
import random
import time
from datetime import datetime

import socketio
from socketio.exceptions import SocketIOError


class Person:
    """Applies facts as the browser does: by cursor, once, in order; what is not so is counted."""

    def __init__(self, link, token, transport):
        self.link, self.token, self.transport = link, token, transport
        self.cursors: dict[str, int] = {}
        self.shown: dict[str, list[int]] = {}  # stream → numbers, in the order they were applied
        self.seen: set[str] = set()
        self.twice = self.lost_answers = self.resyncs = self.returns = 0
        self.waits: list[float] = []  # seconds from a fact's time to its arrival
        self.started = asyncio.Event()
        self.unsaid = 0

    async def live(self):
        """Connect and return, for ever."""
        while True:
            phone = self._phone()
            auth = {"token": self.token, "cursors": self.cursors, "resumed": self.started.is_set()}
            try:
                with contextlib.suppress(SocketIOError, OSError, asyncio.TimeoutError):
                    await phone.connect(self.link.url, auth=auth, transports=[self.transport], wait_timeout=5)
                    await phone.wait()
            finally:
                await self._put_away(phone)
            self.returns += 1
            await asyncio.sleep(random.uniform(0.05, 0.4))

    async def _put_away(self, phone):
        with contextlib.suppress(Exception):
            await asyncio.wait_for(phone.disconnect(), 1)
        with contextlib.suppress(Exception):
            await phone.eio.http.close()

    def _phone(self):
        phone = socketio.AsyncClient(reconnection=False, handle_sigint=False)

        async def hear(name, *said):
            await self._hear(phone, name, said)

        phone.on("*", hear)
        return phone

    async def _hear(self, phone, name, said):
        body = said[0] if said else None
        if name == "connected":
            for stream, head in body["streams"].items():
                self.cursors.setdefault(stream, head)
            self.started.set()
        elif name == "resync":
            self.resyncs += 1
            self.cursors |= body["streams"]
        elif isinstance(body, dict) and "seq" in body:
            if self._apply(body):
                await self._acknowledge(phone)
            else:
                await phone.disconnect()

    def _apply(self, frame):
        """Show a fact once; return False at a hole: an answer to a poll was lost, and what it held must come again."""
        stream, seq = frame["stream"], frame["seq"]
        at = self.cursors.setdefault(stream, seq - 1)
        if seq <= at:
            return True  # came again after a return: the screen has it
        if seq != at + 1:
            self.lost_answers += 1
            return False
        self.twice += frame["event_id"] in self.seen
        self.seen.add(frame["event_id"])
        self.cursors[stream] = seq
        self.shown.setdefault(stream, []).append(seq)
        self.waits.append(time.time() - datetime.fromisoformat(frame["timestamp"]).timestamp())
        return True

    async def _acknowledge(self, phone):
        self.unsaid += 1
        if self.unsaid >= random.randint(1, 25):
            self.unsaid = 0
            with contextlib.suppress(SocketIOError):
                await phone.emit("ack", {"streams": self.cursors})
