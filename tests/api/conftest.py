"""What the tests of the JSON API ask for: people who call it, and proof that a refused call wrote nothing."""

from contextlib import contextmanager

import pytest

from fadjma.extensions import db
from tests.api.callers import Caller, Document, token_of


@pytest.fixture
def document(app):
    """The OpenAPI document."""
    return Document(app)


@pytest.fixture
def api(app, cast, document):
    """Return api("awa") → Awa at the JSON API; api() is somebody without a token."""
    return lambda name=None: Caller(app, document, token_of(getattr(cast, name)) if name else None)


def rows():
    """Return every row of every table."""
    db.session.rollback()
    with db.engine.connect() as connection:
        tables = db.metadata.sorted_tables
        return {table.name: sorted(map(repr, connection.execute(table.select()))) for table in tables}


@pytest.fixture
def unchanged(cast):
    """Return a context in which nothing may be written: not a row, not an audit entry, not an event."""

    @contextmanager
    def watch():
        before = rows()
        yield
        after = rows()
        assert [name for name in before if before[name] != after[name]] == []

    return watch
