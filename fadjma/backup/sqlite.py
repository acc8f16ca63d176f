"""SQLite: copied by its online backup, which sees one moment of the file and makes no writer wait."""

import contextlib
import tempfile
import time
from pathlib import Path

import pysqlite3
from flask import Flask, current_app

from .. import database
from ..extensions import db
from .file import CHUNK, Damaged, Unfit

NAME, MAGIC = "SQLite", b"SQLite format 3\0"
PATIENCE = 30.0  # seconds to wait for a writer of the file that is to be replaced


def _place():
    place = db.engine.url.database
    if not place or place == ":memory:":
        raise Unfit("a database in memory can be neither kept nor restored.")
    return Path(place)


def _room():
    """Return a folder for a copy: beside the database, whose disk is as trusted and as large, not beside the backup."""
    return tempfile.TemporaryDirectory(prefix=".backup-", dir=_place().resolve().parent)


def _opened(place):
    return contextlib.closing(pysqlite3.connect(str(place), isolation_level=None))


def _copy(source, target):
    """Copy a whole database in one step."""
    deadline = time.monotonic() + PATIENCE

    def wait(_status, _remaining, _total):
        if time.monotonic() > deadline:
            raise Unfit("the database is being written to without a pause: stop the server first.")

    with _opened(source) as old, _opened(target) as new:
        old.backup(new, progress=wait, sleep=0.05)


def dump(write):
    """Write the database as it is now: one file that stands by itself."""
    with _room() as room:
        copy = Path(room) / "fadjma.db"
        _copy(_place(), copy)
        with _opened(copy) as settled:
            settled.execute("PRAGMA journal_mode = DELETE")
        with copy.open("rb") as file:
            while chunk := file.read(CHUNK):
                write(chunk)


def load(chunks, finish):
    """Put what `chunks` hold in the database's place, once it is whole and `finish` is content; return what that says."""
    with _room() as room:
        staged = Path(room) / "fadjma.db"
        with staged.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        _look_through(staged)
        with _application_over(staged).app_context():
            with db.session.begin():
                db.session.connection(execution_options={"writes": True})
                found = finish()
            db.engine.dispose()
        _copy(staged, _place())
        return found


def _look_through(staged):
    try:
        with _opened(staged) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except pysqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Damaged(f"the backup is damaged: {said}")


def _application_over(staged):
    """Return an application of its own over the staged copy, with this one's audit key."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{staged}"
    app.config["AUDIT_KEY"] = current_app.config["AUDIT_KEY"]
    database.prepare(app)
    db.init_app(app)
    database.open_engine(app)
    return app
