"""Signing in, keeping signed in, signing out, over JSON."""

from datetime import timedelta

import pytest

from fadjma.domain.accounts import ACCOUNT_FAILURES, Status
from fadjma.extensions import db
from fadjma.models import Session
from tests.api.callers import Caller
from tests.people import PASSWORD

LOGIN = {"login": "awa@fadjma.example", "password": PASSWORD}


@pytest.fixture
def with_token(app, document):
    """Return with_token(token) → whoever holds it."""
    return lambda token: Caller(app, document, token)


def test_signing_in_gives_the_tokens_and_who_it_is(api, cast, with_token):
    answer = api()("POST /sessions", LOGIN)
    assert answer.status_code == 201
    assert set(answer.json) == {"access_token", "refresh_token", "expires_in", "user"}
    assert answer.json["expires_in"] == 900
    assert answer.json["user"] == {"id": str(cast.awa.id), "role": "patient", "name": "Awa Ndiaye"}
    assert "Set-Cookie" not in answer.headers
    assert with_token(answer.json["access_token"])("GET /me").json["id"] == str(cast.awa.id)


def test_a_phone_is_a_login_too(api):
    assert api()("POST /sessions", {"login": "77 000 00 01", "password": PASSWORD}).status_code == 201


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(api):
    wrong = api()("POST /sessions", LOGIN | {"password": "another-word"})
    unknown = api()("POST /sessions", {"login": "nobody@fadjma.example", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json


def test_a_suspended_account_does_not_sign_in(api, cast):
    cast.awa.status = Status.SUSPENDED
    db.session.commit()
    assert api()("POST /sessions", LOGIN).status_code == 401


def test_failed_log_ins_are_throttled_and_say_for_how_long(api):
    for _ in range(ACCOUNT_FAILURES):
        assert api()("POST /sessions", LOGIN | {"password": "x"}).status_code == 401
    answer = api()("POST /sessions", LOGIN)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert api()("POST /sessions", {"login": "moussa@fadjma.example", "password": PASSWORD}).status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [{"login": 3}, {"login": None}, {"password": ["x"]}, {"login": "x" * 400}, {"login": "a\0@b"}, {"role": "admin"}],
)
def test_wrong_fields_are_422_and_write_nothing(api, wrong, unchanged):
    with unchanged():
        answer = api()("POST /sessions", LOGIN | wrong)
        assert set(answer.json["errors"]) == set(wrong)


def test_an_endless_password_is_just_wrong(api):
    assert api()("POST /sessions", LOGIN | {"password": "x" * 100_000}).status_code == 401


def test_a_refresh_token_gives_new_tokens(api, with_token):
    first = api()("POST /sessions", LOGIN).json
    answer = with_token(first["refresh_token"])("POST /sessions/refresh")
    assert answer.status_code == 200
    assert set(answer.json) == {"access_token", "refresh_token", "expires_in"}
    assert with_token(answer.json["access_token"])("GET /me").status_code == 200


def test_an_access_token_refreshes_nothing(api, with_token):
    first = api()("POST /sessions", LOGIN).json
    assert with_token(first["access_token"])("POST /sessions/refresh").status_code == 401
    assert api()("POST /sessions/refresh").status_code == 401


def test_a_replaced_refresh_token_works_a_minute_and_then_ends_the_session(api, with_token):
    first = api()("POST /sessions", LOGIN).json
    second = with_token(first["refresh_token"])("POST /sessions/refresh").json
    assert with_token(first["refresh_token"])("POST /sessions/refresh").status_code == 200
    session = Session.query.one()
    session.replaced_at -= timedelta(seconds=61)
    db.session.commit()
    assert with_token(first["refresh_token"])("POST /sessions/refresh").status_code == 401
    assert with_token(second["access_token"])("GET /me").status_code == 401
    assert with_token(second["refresh_token"])("POST /sessions/refresh").status_code == 401


def test_signing_out_ends_this_session_alone(api):
    here, there = api("awa"), api("awa")
    answer = here("DELETE /sessions/current")
    assert answer.status_code == 204
    assert here("GET /me").status_code == 401
    assert there("GET /me").status_code == 200


def test_devices_are_listed_and_one_can_be_ended(api):
    here, there = api("awa"), api("awa")
    listed = here("GET /sessions").json
    assert listed["next"] is None
    assert [device["current"] for device in listed["items"]].count(True) == 1
    other = next(device for device in listed["items"] if not device["current"])
    assert here(f"DELETE /sessions/{other['id']}").status_code == 204
    assert there("GET /me").status_code == 401
    assert here(f"DELETE /sessions/{other['id']}").status_code == 404


def test_the_device_of_another_is_not_there(api, unchanged):
    hers, his = api("awa"), api("moussa")
    (device,) = hers("GET /sessions").json["items"]
    with unchanged():
        assert his(f"DELETE /sessions/{device['id']}").status_code == 404
    assert hers("GET /me").status_code == 200
