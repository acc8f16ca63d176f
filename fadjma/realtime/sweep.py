"""The sweep: twice a second, the connections whose time is up: a token that ran out, a reader that stopped reading."""

import time
from datetime import UTC, datetime

from ..queries import sessions
from . import transport

NOTICE = 60.0  # seconds before its end that a token client is told to show a fresh token
SESSION_CHECK = 30.0  # seconds between looks at the session rows: the safety net below the stream of endings


class Sweep:
    """What time does to the connections of this process."""

    def __init__(self, pump):
        self.pump, self.next_session_check = pump, 0.0

    def run(self):
        """Warn, end and close what is due. Needs an application context."""
        now, connections = time.time(), list(self.pump.presence.connections.values())
        soon = now + NOTICE
        for connection in [c for c in connections if c.token_expires_at is not None and c.token_expires_at <= soon]:
            self._token(connection, connection.token_expires_at - now)
        for connection in [c for c in connections if c.held and c.is_stalled()]:
            self._close(connection)
        if now >= self.next_session_check:
            self.next_session_check = now + SESSION_CHECK
            self._sessions()

    def _token(self, connection, left):
        if left <= 0:
            self.pump.endings.end(connection, "token_expired")
        elif left <= NOTICE and not connection.warned:
            connection.warned = True
            self.pump.endings.warn(connection, "token_expired", int(left))

    def _close(self, connection):
        """Close a client that acknowledges nothing more; it is free to come back with its cursors."""
        self.pump.metrics.slow.inc()
        self.pump.presence.remove(connection.sid)
        transport.close(connection)

    def _sessions(self):
        held = {connection.session_id for connection in self.pump.presence.connections.values()}
        for id in sessions.over(held, datetime.now(UTC)):
            for connection in self.pump.presence.where(session_id=id):
                self.pump.endings.end(connection, "session_over")
