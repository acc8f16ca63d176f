"""Story 1 over JSON: a doctor asks, the patient decides."""

from uuid import uuid4

import pytest

from fadjma.commands.access_requests import request_access
from fadjma.queries import PAGE
from tests.people import told

OTHERS = ["moussa", "ibrahima", "aminata", "ousmane", "ndeye"]


def wish(patient, **changes):
    return {"patient_id": str(patient.id), "reason": "Toux", "level": "write", "days": 30} | changes


@pytest.fixture
def asked(cast):
    """A request of Ibrahima's to Awa."""
    row = request_access(cast.awa.id, reason="Toux", level="write", days=30, actor=cast.ibrahima)
    return f"/access-requests/{row.id}"


def test_a_doctor_asks(api, cast):
    answer = api("ibrahima")("POST /access-requests", wish(cast.awa))
    assert answer.status_code == 201
    shown = answer.json
    assert shown["patient"] == {"id": str(cast.awa.id), "name": "Awa Ndiaye"}
    assert shown["doctor"] == {"id": str(cast.ibrahima.id), "name": "Dr Ibrahima Fall"}
    assert (shown["status"], shown["level"], shown["days"], shown["emergency"]) == ("pending", "write", 30, False)
    assert shown["expires_at"] is None
    assert "note" not in shown


def test_asking_twice_is_409(api, cast, unchanged):
    caller = api("ibrahima")
    assert caller("POST /access-requests", wish(cast.awa)).status_code == 201
    with unchanged():
        assert caller("POST /access-requests", wish(cast.awa)).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "  "},
        {"reason": "x" * 501},
        {"days": 0},
        {"days": 366},
        {"days": 10**30},
        {"level": "all"},
        {"patient_id": "1"},
        {"password": "x"},
        {"reason_code": "other"},
    ],
)
def test_wrong_fields_are_422_and_write_nothing(api, cast, wrong, unchanged):
    caller = api("ibrahima")
    with unchanged():
        answer = caller("POST /access-requests", wish(cast.awa, **wrong))
        assert set(answer.json["errors"]) == set(wrong)


def test_one_asks_patients_that_are_there(api, cast, unchanged):
    caller = api("ibrahima")
    with unchanged():
        for id in (uuid4(), cast.fatou.id, cast.aminata.id):
            assert caller("POST /access-requests", wish(cast.awa, patient_id=str(id))).status_code == 404


def test_both_see_it_and_nobody_else(api, asked):
    for name in ("awa", "ibrahima"):
        assert api(name)(f"GET {asked}").json["status"] == "pending"
        assert asked.endswith(api(name)("GET /access-requests?status=pending").json["items"][0]["id"])
    for name in ("moussa", "fatou"):
        assert api(name)(f"GET {asked}").status_code == 404
        assert api(name)("GET /access-requests?status=pending").json["items"] == []
    for name in ("aminata", "ousmane", "ndeye"):
        assert api(name)(f"GET {asked}").status_code == 403


def test_the_patient_approves_for_less(api, asked, cast, as_, listening):
    doctor = listening(as_("ibrahima"))
    doctor.get_received()
    answer = api("awa")(f"POST {asked}/approval", {"level": "read", "days": 7})
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["level"], answer.json["days"]) == ("approved", "read", 7)
    assert answer.json["expires_at"].endswith("Z")
    (frame,) = told(doctor, "access_request_status_changed")
    assert frame["data"]["status"] == "approved"


def test_the_patient_approves_what_was_asked(api, asked):
    answer = api("awa")(f"POST {asked}/approval")
    assert (answer.json["level"], answer.json["days"]) == ("write", 30)


@pytest.mark.parametrize("wider", [{"days": 31}, {"days": 0}, {"level": "admin"}, {"days": -1}])
def test_approval_may_only_narrow(api, asked, wider, unchanged):
    patient = api("awa")
    with unchanged():
        assert set(patient(f"POST {asked}/approval", wider).json["errors"]) == set(wider)


def test_reading_is_not_widened_to_writing(api, cast, unchanged):
    row = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    patient = api("awa")
    with unchanged():
        answer = patient(f"POST /access-requests/{row.id}/approval", {"level": "write"})
        assert set(answer.json["errors"]) == {"level"}


def test_the_patient_rejects_with_a_note_of_their_own(api, asked):
    answer = api("awa")(f"POST {asked}/rejection", {"note": "Je ne le connais pas"})
    assert (answer.status_code, answer.json["status"]) == (200, "rejected")
    assert answer.json["note"] == "Je ne le connais pas"
    seen = api("ibrahima")(f"GET {asked}").json
    assert seen["status"] == "rejected"
    assert "note" not in seen


def test_the_patient_revokes(api, cast):
    answer = api("awa")(f"POST /access-requests/{cast.grant.id}/revocation", {"note": ""})
    assert (answer.status_code, answer.json["status"]) == (200, "revoked")
    assert api("fatou")(f"GET /medical-records?patient_id={cast.awa.id}").status_code == 404


def test_the_doctor_who_asked_withdraws(api, asked):
    answer = api("ibrahima")(f"POST {asked}/cancellation")
    assert (answer.status_code, answer.json["status"]) == (200, "cancelled")


def test_what_is_decided_cannot_be_decided_again(api, asked, unchanged):
    patient, doctor = api("awa"), api("ibrahima")
    assert patient(f"POST {asked}/rejection").status_code == 200
    with unchanged():
        for act in ("approval", "rejection", "revocation"):
            assert patient(f"POST {asked}/{act}").status_code == 409
        assert doctor(f"POST {asked}/cancellation").status_code == 409


def test_only_those_two_may_act(api, asked, unchanged):
    callers = {name: api(name) for name in ("moussa", "fatou", "ibrahima", "aminata", "ousmane", "ndeye", "awa")}
    with unchanged():
        for act in ("approval", "rejection", "revocation"):
            assert callers["moussa"](f"POST {asked}/{act}").status_code == 404
            for name in ("fatou", "ibrahima", "aminata", "ousmane", "ndeye"):
                assert callers[name](f"POST {asked}/{act}").status_code == 403
        assert callers["fatou"](f"POST {asked}/cancellation").status_code == 404
        assert callers["awa"](f"POST {asked}/cancellation").status_code == 403
    assert callers["awa"](f"POST {asked}/approval").status_code == 200


def test_a_long_list_comes_in_pages(api, cast):
    for _ in range(PAGE):
        row = request_access(cast.awa.id, reason="Toux", level="read", days=1, actor=cast.ibrahima)
        api("ibrahima")(f"POST /access-requests/{row.id}/cancellation")
    caller = api("awa")
    first = caller("GET /access-requests").json
    second = caller("GET /access-requests", after=first["next"]).json
    assert (len(first["items"]), len(second["items"]), second["next"]) == (PAGE, 1, None)
    assert second["items"][0]["id"] == str(cast.grant.id)
    assert caller("GET /access-requests?status=cancelled").json["next"] is None
