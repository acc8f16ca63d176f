"""The admin over JSON: accounts, announcements, metrics, and nothing clinical."""

from uuid import uuid4

import pytest

from tests.people import told

NEW = {"role": "doctor", "name": "Dr Mariama Cissé", "email": "mariama@fadjma.example", "password": "un-mot-de-passe-sûr"}
CALLS = ["verification", "suspension", "reinstatement"]


def test_accounts_are_listed_by_status_role_or_name(api, cast):
    caller = api("ousmane")
    assert len(caller("GET /admin/users").json["items"]) == 9
    (pending,) = caller("GET /admin/users?status=pending").json["items"]
    assert (pending["id"], pending["role"], pending["status"]) == (str(cast.ndeye.id), "doctor", "pending")
    assert {item["name"] for item in caller("GET /admin/users?role=patient").json["items"]} == {"Awa Ndiaye", "Moussa Sarr"}
    assert [item["name"] for item in caller("GET /admin/users?q=ndeye").json["items"]] == ["Dr Ndèye Sow"]
    assert not {"birth_date", "password_hash", "patient_number"} & set(caller("GET /admin/users").json["items"][0])


def test_an_admin_makes_an_account_that_works_at_once(api):
    answer = api("ousmane")("POST /admin/users", NEW)
    assert (answer.status_code, answer.json["status"]) == (201, "active")
    assert "un-mot-de-passe" not in answer.text
    assert api()("POST /sessions", {"login": NEW["email"], "password": NEW["password"]}).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"role": "king"}, {"role"}),
        ({"name": ""}, {"name"}),
        ({"name": "x" * 121}, {"name"}),
        ({"email": None}, {"email"}),
        ({"email": "mariama"}, {"email"}),
        ({"email": "awa@fadjma.example"}, {"email"}),
        ({"phone": "1"}, {"phone"}),
        ({"password": "password123"}, {"password"}),
        ({"password": "x" * 300}, {"password"}),
        ({"role": "patient"}, {"birth_date"}),
        ({"role": "patient", "birth_date": "2999-01-01"}, {"birth_date"}),
        ({"role": "patient", "birth_date": "0001-01-01"}, {"birth_date"}),
        ({"role": "pharmacist"}, {"pharmacy_id"}),
        ({"role": "pharmacist", "pharmacy_id": str(uuid4())}, {"pharmacy_id"}),
        ({"status": "active"}, {"status"}),
    ],
)
def test_a_wrong_account_is_422(api, wrong, named, unchanged):
    caller = api("ousmane")
    with unchanged():
        assert set(caller("POST /admin/users", NEW | wrong).json["errors"]) == named


def test_a_verified_doctor_may_act(api, cast):
    doctor = api("ndeye")
    assert doctor("GET /access-requests").status_code == 403
    answer = api("ousmane")(f"POST /admin/users/{cast.ndeye.id}/verification")
    assert (answer.status_code, answer.json["status"]) == (200, "active")
    assert doctor("GET /access-requests").status_code == 200


def test_a_suspended_account_is_signed_out_and_may_come_back(api, cast):
    doctor, admin = api("fatou"), api("ousmane")
    assert admin(f"POST /admin/users/{cast.fatou.id}/suspension").json["status"] == "suspended"
    assert doctor("GET /me").status_code == 401
    assert admin(f"POST /admin/users/{cast.fatou.id}/reinstatement").json["status"] == "active"
    assert doctor("GET /me").status_code == 401
    assert api("fatou")("GET /me").status_code == 200


def test_a_professional_gets_another_pharmacy_or_role(api, cast):
    admin, path = api("ousmane"), f"POST /admin/users/{cast.seynabou.id}/assignment"
    answer = admin(path, {"role": "pharmacist", "pharmacy_id": str(cast.medina.id)})
    assert (answer.status_code, answer.json["pharmacy"]["name"]) == (200, "Pharmacie de la Médina")
    answer = admin(path, {"role": "doctor"})
    assert (answer.json["role"], "pharmacy" in answer.json) == ("doctor", False)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"role": "king"}, {"role"}),
        ({"role": None}, {"role"}),
        ({"role": "pharmacist"}, {"pharmacy_id"}),
        ({"role": "pharmacist", "pharmacy_id": str(uuid4())}, {"pharmacy_id"}),
    ],
)
def test_a_wrong_assignment_is_422(api, cast, wrong, named, unchanged):
    admin = api("ousmane")
    with unchanged():
        assert set(admin(f"POST /admin/users/{cast.fatou.id}/assignment", wrong).json["errors"]) == named


def test_what_the_state_forbids_is_409(api, cast, unchanged):
    admin = api("ousmane")
    with unchanged():
        assert admin(f"POST /admin/users/{cast.fatou.id}/verification").status_code == 409
        assert admin(f"POST /admin/users/{cast.fatou.id}/reinstatement").status_code == 409
        assert admin(f"POST /admin/users/{cast.ndeye.id}/reinstatement").status_code == 409
    assert admin(f"POST /admin/users/{cast.ndeye.id}/suspension").status_code == 200
    with unchanged():
        assert admin(f"POST /admin/users/{cast.ndeye.id}/verification").status_code == 409
        assert admin(f"POST /admin/users/{cast.ndeye.id}/suspension").status_code == 409


def test_nobody_administers_themselves_or_nobody(api, cast, unchanged):
    admin = api("ousmane")
    with unchanged():
        assert admin(f"POST /admin/users/{cast.ousmane.id}/suspension").status_code == 403
        for call in CALLS:
            assert admin(f"POST /admin/users/{uuid4()}/{call}").status_code == 404


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata", "ndeye"])
def test_all_of_it_is_for_admins(api, cast, name, unchanged):
    caller = api(name)
    with unchanged():
        for call in ("GET /admin/users", "GET /admin/metrics"):
            assert caller(call).status_code == 403
        assert caller("POST /admin/users", NEW).status_code == 403
        assert caller("POST /admin/announcements", {"audience": "doctors", "title": "A", "message": "B"}).status_code == 403
        for call in CALLS:
            assert caller(f"POST /admin/users/{cast.ndeye.id}/{call}").status_code == 403


def test_an_admin_sees_no_clinical_data(api, cast):
    for path in ("/prescriptions", "/medical-records", "/access-requests", "/access-log", "/stock", "/patients?q=Awa"):
        assert api("ousmane")(f"GET {path}").status_code == 403


def test_an_announcement_reaches_its_role_alone(api, cast, as_, listening):
    doctor, patient = listening(as_("fatou")), listening(as_("awa"))
    doctor.get_received(), patient.get_received()
    said = {"audience": "doctors", "title": "Réunion", "message": "Jeudi à 15 h."}
    answer = api("ousmane")("POST /admin/announcements", said)
    assert answer.status_code == 201
    assert {name: answer.json[name] for name in said} == said
    assert answer.json["author"] == {"id": str(cast.ousmane.id), "name": "Ousmane Sy"}
    assert len(told(doctor, "notification")) == 1
    assert told(patient) == []


@pytest.mark.parametrize(
    "wrong", [{"audience": "cats"}, {"title": ""}, {"title": "x" * 121}, {"message": " "}, {"message": "x" * 2001}]
)
def test_a_wrong_announcement_is_422(api, wrong, unchanged):
    caller = api("ousmane")
    with unchanged():
        said = {"audience": "doctors", "title": "A", "message": "B"} | wrong
        assert set(caller("POST /admin/announcements", said).json["errors"]) == set(wrong)


def test_the_metrics_count_who_is_here(api, as_, listening):
    caller = api("ousmane")
    before = caller("GET /admin/metrics").json
    assert (before["fadjma_connected_users"]["doctor"], before["fadjma_messages_total"]) == (0, {})
    listening(as_("fatou"))
    listening(as_("fatou"), resumed=True)
    caller("POST /admin/announcements", {"audience": "doctors", "title": "A", "message": "B"})
    after = caller("GET /admin/metrics").json
    assert after["fadjma_connected_users"] == {"patient": 0, "doctor": 1, "pharmacist": 0, "admin": 0}
    assert sum(after["fadjma_connections"]["doctor"].values()) == 2
    assert after["fadjma_messages_total"]["notification"] == 2
    assert after["fadjma_messages_per_minute"] >= 2
    assert after["fadjma_reconnects_total"] == 1
    assert after["fadjma_delivery_seconds"]["count"] >= 2
    assert after["latency_seconds"]["p95"] > 0
