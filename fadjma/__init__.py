"""FADJMA: medical records and ordonnances, live. `create_app` builds the application; README.md beside this is the tour."""

from pathlib import Path

from flask import Flask

import config as settings

from . import api, cli, database, log, models, realtime, web
from .extensions import babel, compress, db, jwt, migrate
from .languages import FRENCH, current
from .languages import templates as sentences
from .paper import qr
from .templating import Environment
from .web import proxies

ROOT = Path(__file__).parent.parent


def create_app(environment=None):
    """Return the application for `environment` (default: FADJMA_ENV). Raises SettingsError, naming what is missing."""
    app = Flask("fadjma", root_path=str(ROOT / "fadjma"), template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_object(settings.load(environment))
    app.jinja_environment = Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    database.prepare(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    database.open_engine(app)
    jwt.init_app(app)
    babel.init_app(app, default_locale=FRENCH, default_timezone="Africa/Dakar", locale_selector=current)
    sentences.init_app(app)
    compress.init_app(app)
    log.init_app(app)
    web.init_app(app)
    api.init_app(app)
    realtime.init_app(app)
    proxies.init_app(app)
    qr.init_app(app)
    cli.init_app(app)
    return app


__all__ = ["create_app", "models"]
