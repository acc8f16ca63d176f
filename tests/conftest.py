"""What every test may ask for: an application over a fresh database, and people who visit it."""

import shutil

import pytest
from flask.testing import FlaskClient

from fadjma import create_app
from fadjma.extensions import db, socketio
from tests import html, people

pytest_plugins = [
    "tests.databases",
    "tests.servers",
    "tests.browsers",
    "tests.node_client",
    "tests.postgres",
    "tests.redis_server",
]

# What a test asks for says what it needs: `-m "not browser"` leaves out whoever asked for Chromium.
MARKS = {"chromium": "browser", "postgres": "postgres", "redis_server": "redis", "listen": "node", "start_server": "served"}


def pytest_collection_modifyitems(items):
    """Mark each test by the programs it needs."""
    for item in items:
        for name in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[name])


class Visitor(FlaskClient):
    """A test client that looks at every page it is given, as `tests.html` says."""

    def open(self, *args, **kwargs):
        """Send a request; fail where the page that answers is not as every page must be."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.data:
            html.check(response.text, fragment="HX-Request" in response.request.headers)
        return response


def application(database_url, monkeypatch):
    """Make a testing application over the database at `database_url`."""
    monkeypatch.setenv("FADJMA_DATABASE_URL", database_url)
    app = create_app("testing")
    app.test_client_class = Visitor
    return app


@pytest.fixture
def app(empty_clinic, tmp_path, monkeypatch):
    """The application over a migrated database of its own without a row."""
    app = application(f"sqlite:///{shutil.copy(empty_clinic, tmp_path / 'fadjma.db')}", monkeypatch)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def context(app):
    """The application, with its context entered: for commands and queries without a request."""
    with app.app_context():
        yield app


@pytest.fixture
def cast(context):
    """The cast of tests/people.py, in the test's own application context."""
    return people.hire()


@pytest.fixture
def as_(app, cast):
    """Return as_("awa") → her browser, signed in. `people.act` posts as its pages do."""
    return lambda name: people.sign_in(app, name)


@pytest.fixture
def listening(app, cast):
    """Return listening(browser) → a Socket.IO client with that browser's cookies; further keywords go in its `auth`."""

    def listen(browser, **auth):
        csrf = browser.get_cookie("csrf_access_token").value
        return socketio.test_client(
            app, flask_test_client=browser, auth={"csrf": csrf, **auth}, headers={"Origin": "http://localhost"}
        )

    return listen


@pytest.fixture
def client(app):
    """Somebody who has not signed in."""
    return app.test_client()
