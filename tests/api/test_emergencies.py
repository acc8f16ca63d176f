"""Emergencies over JSON: opened with the password again, closed, contested, reviewed; an admin reads nothing clinical."""

import pytest

from fadjma.commands.emergencies import begin_emergency, close_emergency
from tests.people import PASSWORD, told

SECRET = "Coma hypoglycémique"


def wish(patient, **changes):
    given = {"patient_id": str(patient.id), "reason": SECRET, "level": "read", "days": 1}
    return given | {"emergency": True, "password": PASSWORD} | changes


@pytest.fixture
def closed(cast):
    """An emergency of Ibrahima's with Awa, closed; its path."""
    row = begin_emergency(cast.awa.id, reason=SECRET, reason_code="other", actor=cast.ibrahima)
    close_emergency(row.id, actor=cast.ibrahima)
    return f"/access-requests/{row.id}"


def test_a_doctor_opens_a_file_with_the_password_again(api, cast):
    caller = api("ibrahima")
    answer = caller("POST /access-requests", wish(cast.awa, level="write", days=30, reason_code="life_threatening"))
    assert answer.status_code == 201
    shown = answer.json
    assert (shown["status"], shown["level"], shown["emergency"]) == ("emergency", "read", True)
    assert shown["reason_code"] == "life_threatening"
    assert shown["expires_at"] is not None and shown["contested_at"] is None
    assert caller(f"GET /medical-records?patient_id={cast.awa.id}").status_code == 200
    entry = {"patient_id": str(cast.awa.id), "kind": "note", "title": "A", "content": "B"}
    assert caller("POST /medical-records", entry).status_code == 403
    assert caller("POST /access-requests", wish(cast.awa)).status_code == 409


def test_without_a_reason_code_it_is_another_reason(api, cast):
    assert api("ibrahima")("POST /access-requests", wish(cast.awa)).json["reason_code"] == "other"


def test_a_lost_answer_is_asked_for_again_with_the_same_key(api, cast):
    caller = api("ibrahima")
    first, again = (caller("POST /access-requests", wish(cast.awa), key="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]


@pytest.mark.parametrize(
    ("wrong", "status", "errors"),
    [
        ({"password": None}, 422, {"password"}),
        ({"password": ""}, 422, {"password"}),
        ({"reason": " "}, 422, {"reason"}),
        ({"reason_code": "curiosity"}, 422, {"reason_code"}),
        ({"emergency": "yes"}, 422, {"emergency"}),
    ],
)
def test_wrong_fields_open_nothing(api, cast, wrong, status, errors, unchanged):
    caller = api("ibrahima")
    with unchanged():
        answer = caller("POST /access-requests", wish(cast.awa, **wrong))
        assert (answer.status_code, set(answer.json["errors"])) == (status, errors)


def test_a_wrong_password_is_403_and_opens_nothing(api, cast):
    caller = api("ibrahima")
    assert caller("POST /access-requests", wish(cast.awa, password="not mine")).status_code == 403
    assert caller("GET /access-requests").json["items"] == []
    for name in ("awa", "aminata", "ousmane", "ndeye"):
        assert api(name)("POST /access-requests", wish(cast.moussa)).status_code == 403


def test_the_patient_hears_at_once_and_sees_the_reason(api, cast, as_, listening):
    phone, desk = listening(as_("awa")), listening(as_("ousmane"))
    id = api("ibrahima")("POST /access-requests", wish(cast.awa)).json["id"]
    (frame,) = told(phone, "new_access_request")
    assert (frame["level"], frame["data"]["status"], frame["data"]["access_request_id"]) == ("urgent", "emergency", id)
    assert SECRET in str(frame["swaps"]) and SECRET not in frame["title"] + frame["message"]
    assert api("awa")(f"GET /access-requests/{id}").json["reason"] == SECRET
    (notice,) = told(desk)
    assert (notice["type"], notice["data"]["reason_code"]) == ("notification", "other")
    assert "Ibrahima" in notice["message"] and SECRET not in str(notice)


def test_the_doctor_closes_it(api, cast):
    caller = api("ibrahima")
    id = caller("POST /access-requests", wish(cast.awa)).json["id"]
    assert caller(f"POST /access-requests/{id}/closure").json["status"] == "closed"
    assert caller(f"GET /medical-records?patient_id={cast.awa.id}").status_code == 404
    assert caller(f"POST /access-requests/{id}/closure").status_code == 409


def test_the_patient_contests_and_the_admin_judges(api, cast, closed):
    answer = api("awa")(f"POST {closed}/contest", {"note": "Je dormais"})
    assert (answer.json["status"], answer.json["note"]) == ("contested", "Je dormais")
    assert api("awa")(f"POST {closed}/contest").status_code == 409
    assert "note" not in api("ibrahima")(f"GET {closed}").json
    admin = api("ousmane")
    (listed,) = admin("GET /admin/emergencies?waiting=1").json["items"]
    assert (listed["doctor"]["name"], listed["status"], listed["reason_code"]) == ("Dr Ibrahima Fall", "contested", "other")
    review = f"POST /admin/emergencies/{listed['id']}/review"
    for verdict in ({}, {"verdict": "closed"}):
        assert admin(review, verdict).status_code == 422
    judged = admin(review, {"verdict": "justified"})
    assert (judged.status_code, judged.json["status"]) == (200, "justified")
    assert admin(review, {"verdict": "justified"}).status_code == 409
    assert admin("GET /admin/emergencies?waiting=1").json["items"] == []
    everything = str([listed, judged.json, admin("GET /admin/emergencies").json])
    assert SECRET not in everything and "dormais" not in everything


def test_the_patient_sees_who_reads_and_cuts_there_and_then(api, cast, as_):
    as_("fatou").get(f"/doctor/patients/{cast.awa.id}")
    caller = api("awa")
    (reading,) = caller("GET /readings").json["items"]
    assert (reading["reader"]["name"], reading["grant"]["level"]) == ("Dr Fatou Diop", "write")
    assert api("moussa")("GET /readings").json["items"] == []
    assert caller(f"POST /readings/{reading['id']}/revocation").json["items"] == []
    assert caller(f"POST /readings/{reading['id']}/revocation").status_code == 404
    assert api("fatou")(f"GET /medical-records?patient_id={cast.awa.id}").status_code == 404
