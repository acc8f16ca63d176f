"""A person's way to the clinic: a small TCP proxy that can be cut, slowed, or made to swallow everything."""

import asyncio
import contextlib
import random

CHUNK = 16 * 1024


class Link:
    """Forwards one person's connections to the process they are kept with, or to another once that one is gone."""

    def __init__(self, backends):
        self.backends = list(backends)
        random.shuffle(self.backends)
        self.open: set[asyncio.StreamWriter] = set()
        self.delay = 0.0  # seconds before each chunk goes on
        self.rate = None  # bytes a second
        self.passable = asyncio.Event()
        self.passable.set()

    async def start(self):
        """Listen on a free port; return self."""
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def _serve(self, reader, writer):
        with contextlib.suppress(asyncio.CancelledError):  # the storm is over
            await self._forward(reader, writer)

    async def _forward(self, reader, writer):
        self.open.add(writer)
        try:
            upstream_reader, upstream_writer = await self._reach()
        except OSError:
            writer.transport.abort()
            self.open.discard(writer)
            return
        self.open.add(upstream_writer)
        ways = [self._carry(reader, upstream_writer), self._carry(upstream_reader, writer)]
        await asyncio.wait(map(asyncio.ensure_future, ways), return_when=asyncio.FIRST_COMPLETED)
        for end in (writer, upstream_writer):
            end.transport.abort()
            self.open.discard(end)

    async def _reach(self):
        for _ in self.backends:
            try:
                return await asyncio.open_connection("127.0.0.1", self.backends[0])
            except OSError:
                self.backends.append(self.backends.pop(0))  # the next one, from now on
        raise ConnectionRefusedError

    async def _carry(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while data := await reader.read(CHUNK):
                await self.passable.wait()
                if self.delay:
                    await asyncio.sleep(self.delay)
                if self.rate:
                    await asyncio.sleep(len(data) / self.rate)
                writer.write(data)
                await writer.drain()

    def cut(self):
        """Reset every connection, as a network that goes away does."""
        for writer in list(self.open):
            writer.transport.abort()

    async def swallow(self, seconds):
        """Let nothing through for a while, though every connection stays open."""
        self.passable.clear()
        await asyncio.sleep(seconds)
        self.passable.set()

    async def slow(self, seconds):
        """Be a bad network for a while: late and thin."""
        self.delay, self.rate = random.uniform(0.05, 0.4), random.choice([8_000, 30_000, None])
        await asyncio.sleep(seconds)
        self.delay, self.rate = 0.0, None
