"""Backups: a whole database in one file while it is used, and back again so that every page knows that time was turned back.

dump(write)             sqlite.py (its online backup), postgres.py (pg_dump): a consistent picture, nobody waits
file.writing(path)      file.py: the file appears whole or not at all; encrypted with FADJMA_BACKUP_KEY (sealing.py)
file.reading(path)      the same bytes, or Damaged
load(chunks, finish)    everything, or nothing: what is there stays there until the new is known to be good
finish                  revival.py: the streams are raised, the audit trail verified
"""

import os
from pathlib import Path

from flask import current_app

from ..extensions import db
from . import file, postgres, revival, sqlite

__all__ = ["back_up", "restore"]
KINDS = {"sqlite": sqlite, "postgresql": postgres}


def back_up(path):
    """Write the database to `path` and return what is there: "1234567 bytes, SQLite, encrypted"."""
    key, kind = current_app.config["BACKUP_KEY"], _kind()
    revival.revision()  # a database without tables is nothing to keep
    with file.writing(Path(path), key) as write:
        kind.dump(write)
    return f"{os.path.getsize(path)} bytes, {kind.NAME}, {'encrypted' if key else 'not encrypted'}"


def restore(path, *, replace, raise_by):
    """Put the backup at `path` in the place of the database; return what was found: "SQLite, 42 audit entries".

    Raises Damaged where the file is not what was written, and Unfit where it must not go here.
    """
    kind = _kind()
    revival.may_replace(replace)
    chunks = file.reading(Path(path), current_app.config["BACKUP_KEY"], expected=kind)
    heads = revival.heads()
    found = kind.load(chunks, lambda: revival.finish(heads, raise_by))
    db.engine.dispose()  # the connections of the pool knew the old tables
    return f"{kind.NAME}, {found}"


def _kind():
    return KINDS[db.engine.dialect.name]
