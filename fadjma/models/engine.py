"""How the database is opened: SQLite that never waits on the loop, PostgreSQL through psycopg 3.

SQLite comes from the pysqlite3 wheel: 3.51.3 mended a corruption of the write-ahead log that older systems still have.
A writer that finds the file locked gives the loop to others and tries again; `timeout=0` because SQLite's own wait
would freeze every socket of the process.
"""

import random
import time

import gevent
import pysqlite3
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

CONNECT_SECONDS = 10  # libpq waits two minutes for a machine that swallows what it is sent
BUSY_SECONDS = 10.0  # how long a writer waits for its turn before it gives up


def engine_options(uri):
    """Return SQLAlchemy's engine options for the database at `uri`."""
    if not uri.startswith("sqlite"):
        patience = {"connect_timeout": CONNECT_SECONDS}
        return {"pool_size": 20, "max_overflow": 20, "pool_pre_ping": True, "connect_args": patience}
    connect = {"timeout": 0, "isolation_level": None, "check_same_thread": False}
    return {"module": pysqlite3, "connect_args": connect, "pool_size": 20, "max_overflow": 20}


def prepare(engine):
    """Give an SQLite engine its pragmas and its way of beginning a transaction."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection, _record):
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 2000")  # switching to WAL needs the file to itself for a moment
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 0")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection):
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    deadline, wait = time.monotonic() + BUSY_SECONDS, 0.001
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > deadline:
                raise
        gevent.sleep(wait * random.uniform(0.5, 1.5))
        wait = min(wait * 2, 0.05)
