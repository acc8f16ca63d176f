"""What is told is told on both databases: every test of this folder runs on SQLite and on PostgreSQL."""

import shutil

import pytest

from fadjma.extensions import db
from tests.conftest import application
from tests.databases import address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request, tmp_path):
    """The address of a migrated database without a row, of this test alone."""
    if request.param == "sqlite":
        return address(shutil.copy(request.getfixturevalue("empty_clinic"), tmp_path / "fadjma.db"))
    cluster = request.getfixturevalue("postgres")
    return cluster.new_database(request.getfixturevalue("empty_clinic_on_postgres"))


@pytest.fixture
def app(database_url, monkeypatch):
    """The application over that database."""
    app = application(database_url, monkeypatch)
    yield app
    with app.app_context():
        db.engine.dispose()
