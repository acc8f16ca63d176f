"""Power cuts: a writer killed in the middle of its work, again and again, on SQLite as a clinic runs it."""

import os
import random
import select
import shutil
import signal
import time

import pysqlite3
import pytest

from fadjma.commands import command
from fadjma.domain.events import PasswordChanged
from fadjma.extensions import db
from fadjma.models import Entry
from fadjma.realtime import audit, record
from tests import people
from tests.conftest import application
from tests.databases import address

KILLS = int(os.environ.get("CHAOS_KILLS", "100"))


@command
def tell(id, *, actor, now):
    """Tell somebody something."""
    record(PasswordChanged(subject_id=id, actor_id=None))


def write(app, ids, acknowledgements):
    """Act for ever, saying after each act that it was done; runs in a process of its own."""
    with app.app_context():
        while True:
            id = random.choice(ids)
            tell(id)
            os.write(acknowledgements, b".")


def cut_short(app, ids):
    """Let a writer work for a moment, kill it; return how many of its acts were acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            write(app, ids, writing)
        finally:
            os._exit(1)
    os.close(writing)
    select.select([reading], [], [], 20)  # its first act
    time.sleep(random.uniform(0, 0.02))  # the moment of the cut is the thing under test
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as acknowledgements:
        return len(acknowledgements.read())


@pytest.mark.slow
def test_no_acknowledged_act_is_lost(empty_clinic, tmp_path, monkeypatch):
    place = shutil.copy(empty_clinic, tmp_path / "clinic.db")
    app = application(address(place), monkeypatch)
    with app.app_context():
        cast = people.hire()
        ids = [cast.awa.id, cast.moussa.id]
        db.session.remove()
        db.engine.dispose()
    acknowledged = sum(cut_short(app, ids) for _ in range(KILLS))
    with app.app_context():
        written = db.session.query(Entry).count()
        assert acknowledged >= KILLS
        assert acknowledged <= written <= acknowledged + KILLS, "an act in hand may be kept or not, never one that was done"
        for stream in {entry.stream for entry in db.session.query(Entry)}:
            numbers = [entry.seq for entry in db.session.query(Entry).filter_by(stream=stream).order_by(Entry.seq)]
            assert numbers == list(range(1, len(numbers) + 1))
        assert audit.first_bad_entry() is None
        db.session.remove()
        db.engine.dispose()
    assert pysqlite3.connect(str(place)).execute("PRAGMA integrity_check").fetchone() == ("ok",)
