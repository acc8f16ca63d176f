"""How many queries a page asks: few, and as many for thirty things as for one."""

import pytest

from tests.counting import counted
from tests.crowd import API, PAGES, everywhere, gather
from tests.people import PASSWORD

MOST = 8
OPENED = 23  # a patient's file: twelve of them write down that it was read


@pytest.fixture
def asks(app, cast, as_):
    """Return asks(name, path) → the queries of one visit of a page or, below /api, of a call."""
    people = {name: as_(name) for name in PAGES}
    logins = {name: {"login": f"{name}@fadjma.example", "password": PASSWORD} for name in API}
    tokens = {
        name: app.test_client().post("/api/v1/sessions", json=login).json["access_token"] for name, login in logins.items()
    }

    def ask(name, path):
        bearer = {"Authorization": f"Bearer {tokens[name]}"} if path.startswith("/api") else {}
        asked = []
        with counted(asked):
            assert people[name].get(path, headers=bearer).status_code == 200, path
        return asked

    return ask


def test_a_list_of_thirty_asks_as_many_queries_as_a_list_of_one(asks, cast):
    lists = everywhere(PAGES) + [(name, f"/api/v1{path}") for name, path in everywhere(API)]
    gather(cast, range(1))
    few = {place: len(asks(*place)) for place in lists}
    gather(cast, range(1, 30))
    many = {place: asks(*place) for place in lists}
    assert {place: len(asked) for place, asked in many.items() if len(asked) > few[place]} == {}
    pages = {path: len(asked) for (_, path), asked in many.items() if not path.startswith("/api")}
    assert {path: count for path, count in pages.items() if count > MOST} == {}


def test_a_patients_file_asks_as_many_queries_for_twelve_of_everything_as_for_one(asks, cast):
    path = f"/doctor/patients/{cast.awa.id}"
    gather(cast, range(1))
    asks("fatou", path)  # the first visit begins a reading, the others renew it
    few = len(asks("fatou", path))
    gather(cast, range(1, 12))
    assert len(asks("fatou", path)) <= few <= OPENED
