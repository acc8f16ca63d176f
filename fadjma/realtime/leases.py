"""Leases: what the other processes know, so that presence and metrics are true over all of them.

Each process writes its own figures into its own row every few seconds; a row not renewed for TERM is a process that died. In
the database, because Redis carries the names of streams and nothing else.
"""

import time
from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from uuid_utils.compat import uuid7

from ..extensions import db
from ..models import ProcessLease
from ..models.types import utcnow

RENEWAL = 4.0  # seconds
TERM = timedelta(seconds=12)  # a process killed is forgotten within 15 s


class Leases:
    """This process's lease, and a look at the others'."""

    def __init__(self, app, *, alone):
        self.app, self.alone, self.id = app, alone, uuid7()
        self._others: tuple[float, list[dict]] = (-1.0, [])

    def renew(self, figures):
        """Write this process's figures; drop the leases that have run out."""
        if self.alone:
            return
        now = utcnow()
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            mine = update(ProcessLease).where(ProcessLease.id == self.id).values(renewed_at=now, figures=figures)
            if not connection.execute(mine).rowcount:
                connection.execute(insert(ProcessLease).values(id=self.id, renewed_at=now, figures=figures))
            connection.execute(delete(ProcessLease).where(ProcessLease.renewed_at < now - 5 * TERM))

    def leads(self):
        """Is this the process that does what one of them is to do? The one that has lived longest, by its id."""
        if self.alone:
            return True
        with db.engine.connect() as connection:
            alive = ProcessLease.renewed_at > utcnow() - TERM, ProcessLease.id < self.id
            return connection.execute(select(ProcessLease.id).where(*alive).limit(1)).first() is None

    def end(self):
        """Give the lease back: this process is going."""
        if not self.alone:
            with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
                connection.execute(delete(ProcessLease).where(ProcessLease.id == self.id))

    def others(self):
        """Return the figures of the other processes that are alive; read at most once a second."""
        if self.alone:
            return []
        if time.monotonic() - self._others[0] > 1:
            with self.app.app_context(), db.engine.connect() as connection:
                alive = (ProcessLease.id != self.id, ProcessLease.renewed_at > utcnow() - TERM)
                rows = connection.execute(select(ProcessLease.figures).where(*alive))
                self._others = (time.monotonic(), [figures for (figures,) in rows])
        return self._others[1]
