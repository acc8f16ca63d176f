"""What an Engine.IO session is, over polls (polls.py) or over a wire (wired.py)."""

import gevent
from engineio import packet as engine
from engineio.socket import Socket


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
