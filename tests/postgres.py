"""A throw-away PostgreSQL cluster: one a test session, one empty database a test, reached by a socket of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from uuid_utils.compat import uuid7

from deploy.cluster.place import identity
from deploy.cluster.postgres import binaries
from tests.databases import flask
from tests.processes import Process

FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "32MB",
    "max_connections": "60",
}


class Postgres(Process):
    """One cluster that forgets everything with a power cut, and needs not be waited for; unless `durable`."""

    def __init__(self, *, durable=False):
        # Not pytest's folder: a socket's address has at most 107 characters, and an unprivileged user must enter it.
        self.folder = Path(tempfile.mkdtemp(prefix="fadjma-postgres-"))
        who = identity()
        if who:
            os.chown(self.folder, who["user"], who["group"])
        initdb = [binaries() / "initdb", "--pgdata", self.folder / "data", "--username", "fadjma", "--auth", "trust"]
        subprocess.run(
            [*initdb, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            check=True, cwd="/", stdout=subprocess.DEVNULL, **who,
        )  # fmt: skip
        settings = SETTINGS if durable else SETTINGS | FORGETFUL
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [binaries() / "postgres", "-D", self.folder / "data", "-k", self.folder, *options]
        super().__init__(command, log=self.folder / "log", ready=self._accepts, **{**who, "cwd": "/"})

    def _accepts(self):
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def run(self, statement, database="postgres"):
        """Run one SQL statement outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="fadjma", dbname=database, autocommit=True) as connection:
            connection.execute(statement)

    def new_database(self, template="template1"):
        """Make a database, empty or a copy of `template`; return what FADJMA_DATABASE_URL is to be."""
        name = f"t{uuid7().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql+psycopg://fadjma@/{name}?host={self.folder}"

    def destroy(self):
        """End the cluster and remove its files."""
        self.stop(signal.SIGINT)  # SIGTERM would wait for the connections that pools still hold
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def postgres():
    """The cluster of this test session."""
    cluster = Postgres().start()
    yield cluster
    cluster.destroy()


@pytest.fixture(scope="session")
def empty_clinic_on_postgres(postgres):
    """The name of a migrated database without a row, to be copied and never opened."""
    url = postgres.new_database()
    flask("db", "upgrade", FADJMA_DATABASE_URL=url)
    return make_url(url).database


@pytest.fixture(scope="session")
def demo_clinic_on_postgres(postgres, empty_clinic_on_postgres):
    """The name of a migrated and seeded database, to be copied and never opened."""
    url = postgres.new_database(empty_clinic_on_postgres)
    flask("seed", FADJMA_DATABASE_URL=url)
    return make_url(url).database


@pytest.fixture
def postgres_url(postgres):
    """The address of an empty database for this test alone."""
    return postgres.new_database()
