"""The application's database: where it is, how it is opened, and a temporary one of its own for each test application."""

import tempfile
import weakref
from pathlib import Path

from flask_migrate import upgrade

from .extensions import db
from .models import engine


def prepare(app):
    """Settle the database's address and engine options before the extension binds to it."""
    if app.config["SQLALCHEMY_DATABASE_URI"] == "temporary":
        folder = tempfile.TemporaryDirectory(prefix="fadjma-")
        weakref.finalize(app, folder.cleanup)
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{Path(folder.name) / 'fadjma.db'}"
        app.config["TEMPORARY_DATABASE"] = True
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine.engine_options(app.config["SQLALCHEMY_DATABASE_URI"])


def open_engine(app):
    """Give the engine its pragmas; migrate a temporary database."""
    with app.app_context():
        engine.prepare(db.engine)
        if app.config.get("TEMPORARY_DATABASE"):
            upgrade()
