"""The sweep: twice a second, the connections whose time is up: a token that ran out, a reader that stopped reading."""

import time
from datetime import UTC, datetime

from ..queries import sessions
from . import transport
from .presence import NOTICE

STALL_CHECK = 2.0  # seconds between looks at who stopped reading
SESSION_CHECK = 30.0  # seconds between looks at the session rows: the safety net below the stream of endings


class Sweep:
    """What time does to the connections of this process."""

    def __init__(self, pump):
        self.pump, self.presence = pump, pump.presence
        self.next_stall_check = self.next_session_check = 0.0

    def run(self):
        """Warn, end and close what is due. Needs an application context."""
        now = time.time()
        for sid in self.presence.token_ends.due(now):
            if connection := self.presence.connections.get(sid):
                self._token(connection, connection.token_expires_at - now)
        if now >= self.next_stall_check:
            self.next_stall_check = now + STALL_CHECK
            for connection in [one for one in self.presence.connections.values() if one.held and one.is_stalled()]:
                self._close(connection)
        if now >= self.next_session_check:
            self.next_session_check = now + SESSION_CHECK
            self._sessions()

    def _token(self, connection, left):
        """Tell or end a token client; one that has shown a fresh token meanwhile is looked at again then."""
        if left <= 0:
            self.pump.endings.end(connection, "token_expired")
        elif left <= NOTICE:
            self.presence.token_ends.add(connection.token_expires_at, connection.sid)
            if not connection.warned:
                connection.warned = True
                self.pump.endings.warn(connection, "token_expired", max(1, int(left)))  # 0 is the end

    def _close(self, connection):
        """Close a client that acknowledges nothing more; it is free to come back with its cursors."""
        self.pump.metrics.slow.inc()
        self.presence.remove(connection.sid)
        transport.close(connection)

    def _sessions(self):
        held = {connection.session_id for connection in self.presence.connections.values()}
        for id in sessions.over(held, datetime.now(UTC)):
            for connection in self.presence.where(session_id=id):
                self.pump.endings.end(connection, "session_over")
