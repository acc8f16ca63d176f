"""The frame of every call: the bearer, problems, what is not JSON, how much and how deep, other origins."""

import json
from datetime import timedelta

import pytest

from fadjma.commands.sessions import end_session, start_session
from fadjma.models import Session
from fadjma.models.types import utcnow
from tests.api.callers import Caller, token_of

ASK = "POST /access-requests"
NOT_JSON = [
    "",
    " ",
    "x",
    "{",
    b"\xff\xfe{}",
    "{'a': 1}",
    '{"a": NaN}',
    '{"a": 1e400}',
    "[" * 100_000,
    "\ufeff{}",
    "1" * 5000,
]
SITE = {"Origin": "http://localhost:3000"}


def errors(answer):
    """Return the fields a 422 names."""
    assert answer.status_code == 422, answer.text
    return set(answer.json["errors"])


def wish(patient, **changes):
    return {"patient_id": str(patient.id), "reason": "Toux", "level": "read", "days": 30} | changes


def test_a_good_token_lets_in(api):
    assert api("awa")("GET /me").status_code == 200


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer x.y.z", "Bearer é", "Token x"])
def test_no_or_a_bad_token_is_401(api, header):
    answer = api()("GET /me", headers={"Authorization": header} if header is not None else None)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_cookies_never_count(as_):
    browser = as_("awa")
    assert browser.get("/patient/").status_code == 200
    assert browser.get("/api/v1/me").status_code == 401


def test_a_cookie_beside_the_token_changes_nothing(as_, cast):
    browser = as_("awa")
    answer = browser.get("/api/v1/me", headers={"Authorization": f"Bearer {token_of(cast.moussa)}"})
    assert answer.json["id"] == str(cast.moussa.id)


def test_a_refresh_token_opens_nothing_else(app, cast, document):
    signed = start_session(device="", address="", actor=cast.awa)
    assert Caller(app, document, signed.access_token)("GET /me").status_code == 200
    assert Caller(app, document, signed.refresh_token)("GET /me").status_code == 401


def test_an_ended_session_is_401(api, cast):
    caller = api("awa")
    assert caller("GET /me").status_code == 200
    (session,) = Session.query.all()
    end_session(session.id, reason="signed_out", actor=cast.awa)
    assert caller("GET /me").status_code == 401


def test_a_token_out_of_date_is_401(app, api, cast, document):
    app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(seconds=-1)
    assert api("awa")("GET /me").status_code == 401


def test_another_role_may_not(api, cast, unchanged):
    caller = api("moussa")
    with unchanged():
        answer = caller(ASK, wish(cast.awa))
        assert answer.status_code == 403
        assert answer.json["detail"] == "Votre rôle ne le permet pas."
    assert api("fatou")(ASK, wish(cast.moussa)).status_code == 201


def test_a_pending_account_may_look_at_itself_and_act_on_nothing(api, cast, unchanged):
    pending = api("ndeye")
    with unchanged():
        assert pending("GET /me").json["status"] == "pending"
        assert pending("GET /sessions").status_code == 200
        for call in ("GET /access-requests", "GET /pharmacies", "GET /patients?q=Awa"):
            assert pending(call).status_code == 403
        assert pending(ASK, wish(cast.awa)).status_code == 403


@pytest.mark.parametrize("call", ["GET /nothing", "GET /me/", "GET /access-requests/42", "POST /me", "PATCH /me"])
def test_an_address_or_verb_that_is_not_there_is_a_problem(api, call):
    answer = api()(call)
    assert answer.status_code == (405 if call.endswith("/me") else 404)


def test_other_addresses_below_api_are_problems_too(client, document):
    for path in ("/api", "/api/", "/api/v2/me", "/api/v1"):
        answer = client.get(path)
        assert answer.status_code == 404
        document.check_problem(answer)


def test_a_verb_that_is_not_there_names_those_that_are(api):
    assert set(api()("PUT /me").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_what_goes_wrong_on_our_side_is_a_problem_without_a_trace(app, api, monkeypatch, document):
    monkeypatch.setattr("fadjma.queries.notifications.listed", lambda *_, **__: 1 / 0)
    caller = api("awa")
    answer = caller.browser.get("/api/v1/notifications", headers={"Authorization": f"Bearer {caller.token}"})
    assert answer.status_code == 500
    document.check_problem(answer)
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("raw", NOT_JSON)
def test_what_is_not_json_is_400(api, raw, unchanged):
    caller = api("fatou")
    with unchanged():
        assert caller(ASK, raw=raw).status_code == 400


@pytest.mark.parametrize("raw", ["[]", "3", '"x"', "null", "true"])
def test_json_that_is_no_object_is_422(api, raw):
    assert errors(api("fatou")(ASK, raw=raw)) == {"body"}


def test_json_is_bounded_in_depth_and_in_size(api, unchanged):
    caller = api("fatou")
    with unchanged():
        assert caller(ASK, raw='{"reason":' + "[" * 20 + "]" * 20 + "}").status_code == 400
        assert caller(ASK, {"reason": "x" * 600_000}).status_code == 413


def test_wrong_fields_are_named_all_at_once_in_french(api, cast, unchanged):
    caller = api("fatou")
    with unchanged():
        answer = caller(ASK, {"patient_id": "x", "level": "all", "days": "30", "emergency": "yes", "password": 3})
        assert errors(answer) == {"patient_id", "level", "days", "reason", "emergency", "password"}
        assert answer.json["errors"]["reason"] == "Ce champ est nécessaire."
    assert caller(ASK, wish(cast.moussa)).status_code == 201


@pytest.mark.parametrize("wrong", [{"days": True}, {"days": 30.0}, {"days": "30"}, {"reason": 3}, {"patient_id": 3}])
def test_a_value_of_another_type_is_never_taken_for_one(api, cast, wrong):
    assert errors(api("fatou")(ASK, wish(cast.moussa, **wrong))) == set(wrong)


def test_null_is_as_good_as_absent(api, cast):
    caller = api("fatou")
    assert errors(caller(ASK, wish(cast.moussa, reason=None))) == {"reason"}
    assert caller(ASK, wish(cast.moussa) | {"reason_code": None}).status_code == 201


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "a\udfffb"])
def test_texts_that_no_database_keeps_are_422(api, cast, text, unchanged):
    caller = api("fatou")
    with unchanged():
        assert errors(caller(ASK, raw=json.dumps(wish(cast.moussa, reason=text)))) == {"reason"}
        assert errors(caller(ASK, raw=json.dumps(wish(cast.moussa) | {text: 1}))) == {"body"}


def test_what_stands_in_the_address_is_held_to_its_type_too(api):
    caller = api("fatou")
    assert errors(caller("GET /access-requests", status="open", after="x")) == {"status", "after"}
    assert errors(caller("GET /patients?q=a%00b")) == {"q"}
    assert errors(api("awa")("GET /access-log", after=10**30)) == {"after"}
    assert caller("GET /access-requests?status=&after=").status_code == 200


def test_a_configured_origin_may_read_and_no_cookie_is_asked_for(api):
    answer = api("awa")("GET /me", headers=SITE)
    assert answer.headers["Access-Control-Allow-Origin"] == SITE["Origin"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in api("awa")("GET /me", headers={"Origin": "http://evil.example"}).headers


def test_a_problem_may_be_read_from_there_too(api):
    for call in ("GET /me", "GET /nothing"):
        assert api()(call, headers=SITE).headers["Access-Control-Allow-Origin"] == SITE["Origin"]


@pytest.mark.parametrize("path", ["/me", "/access-requests", "/nothing"])
def test_a_preflight_is_answered_without_a_token(client, path):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = client.options(f"/api/v1{path}", headers=SITE | asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == SITE["Origin"]
    assert {"Authorization", "Idempotency-Key"} <= set(answer.headers["Access-Control-Allow-Headers"].split(", "))
    other = client.options(f"/api/v1{path}", headers={"Origin": "http://evil.example"} | asked)
    assert not [name for name, _ in other.headers if name.startswith("Access-Control")]


def test_pages_know_nothing_of_other_origins(client):
    assert "Access-Control-Allow-Origin" not in client.get("/login", headers=SITE).headers


def test_times_are_utc_and_ids_are_strings(api, cast):
    shown = api("awa")("GET /access-requests").json["items"][0]
    assert shown["id"] == str(cast.grant.id)
    assert shown["created_at"].endswith("Z")
    assert shown["created_at"][:16] == cast.grant.created_at.astimezone(utcnow().tzinfo).isoformat()[:16]
