"""The filler: a journal of any length, written straight into an SQLite file by the database itself.

Rows are copies of one there is, so that they have whatever columns the tables have today. Facts are spread over the
patients' own streams, whose heads are moved along; their audit entries come with them (unsealed: nobody verifies them).
"""

import time
from uuid import UUID

import pysqlite3

PEOPLE = "SELECT id FROM users WHERE role = 'patient' AND email LIKE 'bench-%' ORDER BY id"
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
FACT_ID = "printf('%012x7%019x', :born + i, i)"  # sorts by time (RFC 9562, version 7)
AGE = 2 * 86_400_000  # ms: young enough not to be archived meanwhile


def fill(place, first, last):
    """Add facts number `first` to `last`, their entries and their audit entries, to the database file at `place`."""
    connection = pysqlite3.connect(str(place))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TEMP TABLE crowd (number INTEGER PRIMARY KEY, stream TEXT, head INTEGER)")
    streams = [(f"user_{UUID(id)}",) for (id,) in connection.execute(PEOPLE)]
    connection.executemany("INSERT INTO crowd (stream) VALUES (?)", streams)
    connection.execute("UPDATE crowd SET head = coalesce((SELECT max(seq) FROM entries WHERE stream = crowd.stream), 0)")
    said = {"first": first, "last": last, "many": len(streams), "born": int(time.time() * 1000) - AGE}
    in_crowd = "JOIN crowd ON crowd.number = i % :many + 1"
    entry = {"stream": "crowd.stream", "seq": "crowd.head + (i - :first) / :many + 1", "fact_id": FACT_ID}
    _copy(connection, said, "facts", {"id": FACT_ID})
    _copy(connection, said, "entries", entry, in_crowd)
    start = connection.execute("SELECT coalesce(max(seq), 0) FROM audit_entries").fetchone()[0]
    _copy(connection, said | {"start": start}, "audit_entries", {"seq": ":start + i - :first + 1", "fact_id": FACT_ID})
    connection.execute("INSERT OR REPLACE INTO streams (name, seq) SELECT stream, max(seq) FROM entries GROUP BY stream")
    connection.execute("UPDATE audit_head SET seq = (SELECT max(seq) FROM audit_entries)")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _copy(connection, said, table, own, more=""):
    """Insert a copy of one row of `table` for each number, with `own` {column: SQL} in place of what would be the same."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(own.get(name, f"one.{name}") for name in columns)
    source = f"FROM n {more} JOIN (SELECT * FROM {table} LIMIT 1) one"
    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) {NUMBERS} SELECT {values} {source}", said)
