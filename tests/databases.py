"""The databases tests start from: made once a session by the project's own commands, then copied."""

import os
import subprocess
import sys

import pysqlite3
import pytest

from tests.processes import ROOT

SECRETS = {name: name.lower() * 3 for name in ("FADJMA_SECRET_KEY", "FADJMA_JWT_SECRET_KEY", "FADJMA_AUDIT_KEY")}
PUSH = {"FADJMA_VAPID_PRIVATE_KEY": "5eed" * 16, "FADJMA_PUSH_CONTACT": "mailto:fadjma@fadjma.example"}
KEPT = {"FADJMA_TRANSPORT"}  # the suite passes on both


def surroundings(**environment):
    """Return the environment of a program: of the caller's settings the transport alone, secrets of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("FADJMA_") or name in KEPT}
    return {**own, "FADJMA_ENV": "development", "PYTHONUNBUFFERED": "1", **SECRETS, **PUSH, **environment}


def flask(*words, **environment):
    """Run `flask --app wsgi …` to its end; return what it printed, and fail the test where it failed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *map(str, words)]
    ran = subprocess.run(command, cwd=ROOT, env=surroundings(**environment), capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def address(place):
    """Return the FADJMA_DATABASE_URL of an SQLite file."""
    return f"sqlite:///{place}"


def settle(place):
    """Bring what an SQLite still keeps beside its file into the file, so that a copy of it is whole."""
    connection = pysqlite3.connect(str(place))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def make(place, *commands):
    """Run `flask` commands over a new SQLite at `place`; return it, ready to be copied."""
    for words in commands:
        flask(*words, FADJMA_DATABASE_URL=address(place))
    settle(place)
    return place


@pytest.fixture(scope="session")
def empty_clinic(tmp_path_factory):
    """The file of a migrated SQLite without a row, to be copied and never opened."""
    return make(tmp_path_factory.mktemp("empty") / "clinic.db", ["db", "upgrade"])


@pytest.fixture(scope="session")
def demo_clinic(tmp_path_factory):
    """The file of a migrated and seeded SQLite, to be copied and never opened."""
    return make(tmp_path_factory.mktemp("demo") / "clinic.db", ["db", "upgrade"], ["seed"])
