"""How many queries something asks of the database."""

from contextlib import contextmanager

from sqlalchemy import event

from fadjma.extensions import db


@contextmanager
def counted(asked):
    """Add to `asked` the SQL of each query sent while inside; transactions' own BEGIN and COMMIT do not count."""

    def note(connection, cursor, statement, parameters, context, executemany):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
