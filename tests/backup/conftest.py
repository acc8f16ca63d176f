"""Every test of this folder that asks for a clinic runs on SQLite and on PostgreSQL."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from fadjma.cli.failures import in_one_line
from fadjma.extensions import db
from tests.conftest import application
from tests.databases import SECRETS, address

KEY = "a key of the backups alone, 32+ characters"


class Clinic:
    """The demo clinic in a database of one kind; `elsewhere()` is an empty database of the same kind."""

    def __init__(self, url, elsewhere):
        self.url, self.elsewhere = url, elsewhere


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def clinic(request, tmp_path):
    """A copy of the demo clinic, of this test alone."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("demo_clinic"), tmp_path / "clinic.db")
        return Clinic(address(copy), lambda: address(tmp_path / "elsewhere.db"))
    cluster = request.getfixturevalue("postgres")
    return Clinic(cluster.new_database(request.getfixturevalue("demo_clinic_on_postgres")), cluster.new_database)


@pytest.fixture
def command(monkeypatch):
    """Return command(url, "restore", path, …) → (exit code, the lines it said), run over the database at `url`."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    def run(url, *words, key=None):
        monkeypatch.setenv("FADJMA_BACKUP_KEY", key or "")
        app = application(url, monkeypatch)
        ran = app.test_cli_runner().invoke(args=[str(word) for word in words])
        with app.app_context():
            db.engine.dispose()
        if ran.exception and not isinstance(ran.exception, SystemExit):
            return 1, [f"fadjma: {in_one_line(ran.exception)}"]  # as wsgi.py has it said
        return ran.exit_code, ran.output.splitlines()

    return run


def rows(url):
    """Return every row of every table of a database, whatever its tables are."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}
    engine.dispose()
    return found


def change(url, *statements):
    """Change a database behind the application's back."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def streams(url):
    """Return {stream: number}."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM streams"))}
    engine.dispose()
    return found


def spoil(path, how):
    """Return a copy of a file with which something is wrong."""
    whole = Path(path).read_bytes()
    middle = len(whole) // 2
    wrong = {
        "a bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "cut off": whole[:middle],
        "the end": whole[:-1],
        "a megabyte more": whole + bytes(1024 * 1024),
        "nothing": b"",
    }
    spoilt = Path(path).with_suffix(".spoilt")
    spoilt.write_bytes(wrong[how])
    return spoilt
