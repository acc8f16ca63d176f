"""The clinic in the storm: its processes over PostgreSQL and Redis, and a few dozen patients."""

import json
import subprocess
import sys

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from fadjma.domain.accounts import Status
from fadjma.domain.roles import Role
from fadjma.models import User
from fadjma.models.types import utcnow
from tests.databases import surroundings
from tests.people import PASSWORD_HASH
from tests.processes import ROOT
from tests.servers import Api, Server


def populate(url, many):
    """Write patients and an admin into a migrated database; return (their ids, the admin's)."""
    engine = create_engine(url)
    with Session(engine) as session:
        people = [_person(number, Role.PATIENT) for number in range(many)]
        admin = _person(many, Role.ADMIN)
        session.add_all([*people, admin])
        session.commit()
        ids = [str(person.id) for person in people], str(admin.id)
    engine.dispose()
    return ids


def _person(number, role):
    return User(
        role=role,
        status=Status.ACTIVE,
        name=f"Personne {number}",
        search_name=f"personne {number}",
        email=f"p{number}@fadjma.example",
        password_hash=PASSWORD_HASH,
        created_at=utcnow(),
    )


def entries(url):
    """Return {stream: [numbers]} of everything the journal holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT stream, seq FROM entries ORDER BY stream, seq")).all()
    engine.dispose()
    found: dict[str, list[int]] = {}
    for stream, seq in rows:
        found.setdefault(stream, []).append(seq)
    return found


class Processes:
    """Server processes that may be killed and started again, and the writer beside them."""

    def __init__(self, url, redis_url, folder, many=2):
        # Sixty people behind one address is one clinic's wireless network; the bound is not what is tested here.
        self.settings = {"FADJMA_REDIS_URL": redis_url, "FADJMA_ACCESS_TOKEN_SECONDS": "7200"}
        self.url = url
        self.servers = [Server(url, folder=folder, **self.settings).start() for _ in range(many)]

    def tokens(self, many):
        """Return an access token of each patient."""
        return [Api(self.servers[0], f"p{number}@fadjma.example").token for number in range(many)]

    def write(self, people, author, *, writers, pause, delay):
        """Start the writer; return it."""
        order = {"people": people, "author": author, "writers": writers, "pause": pause, "delay": delay}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.writer", json.dumps(order)],
            cwd=ROOT,
            env=surroundings(FADJMA_DATABASE_URL=self.url, **self.settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def stop(self):
        """End every process."""
        for server in self.servers:
            server.stop()
