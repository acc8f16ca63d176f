"""Story 3 over JSON: writing, amending and reading a file, each reading in the patient's log."""

from uuid import uuid4

import pytest

from tests.people import told

NOTE = {"kind": "note", "title": "Souffle court", "content": "Deux nuits de suite."}
SIGNS = {"kind": "vital_signs", "title": "Tension", "content": "", "data": {"systolic": 130, "diastolic": 80}}


@pytest.fixture
def written(api, cast):
    """Return the entry that Fatou wrote in Awa's file, as JSON."""
    answer = api("fatou")("POST /medical-records", NOTE | {"patient_id": str(cast.awa.id)})
    assert answer.status_code == 201
    return answer.json


@pytest.fixture
def reader(api, cast):
    """Ibrahima, whom Awa lets read."""
    caller = api("ibrahima")
    wish = {"patient_id": str(cast.awa.id), "reason": "Avis", "level": "read", "days": 3}
    asked = caller("POST /access-requests", wish).json
    api("awa")(f"POST /access-requests/{asked['id']}/approval")
    return caller


def test_a_doctor_writes(written, cast):
    assert written["author"] == {"id": str(cast.fatou.id), "name": "Dr Fatou Diop"}
    assert written["patient"] == {"id": str(cast.awa.id), "name": "Awa Ndiaye"}
    assert {name: written[name] for name in NOTE} == NOTE
    assert (written["version"], written["data"], written["attachments"]) == (1, {}, [])


def test_the_patient_hears_of_it_at_once(api, cast, as_, listening):
    patient = listening(as_("awa"))
    patient.get_received()
    api("fatou")("POST /medical-records", SIGNS | {"patient_id": str(cast.awa.id)})
    (frame,) = told(patient, "new_medical_record")
    assert frame["data"]["kind"] == "vital_signs"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "x" * 161}, {"title"}),
        ({"content": "x" * 20_001}, {"content"}),
        ({"content": ""}, {"content"}),
        ({"kind": "rumour"}, {"kind"}),
        ({"data": {"systolic": 130}}, {"data"}),
        ({"data": []}, {"data"}),
        (SIGNS | {"data": {}}, {"data"}),
        (SIGNS | {"data": {"systolic": 1300}}, {"data.systolic"}),
        (SIGNS | {"data": {"systolic": "130"}}, {"data.systolic"}),
        (SIGNS | {"data": {"mood": 3}}, {"data.mood"}),
        ({"kind": "allergy", "data": {"severity": "dire"}}, {"data.substance", "data.severity"}),
        ({"attachments": []}, {"attachments"}),
        ({"author_id": "x"}, {"author_id"}),
    ],
)
def test_wrong_fields_are_422_and_write_nothing(api, cast, wrong, named, unchanged):
    caller = api("fatou")
    with unchanged():
        answer = caller("POST /medical-records", NOTE | {"patient_id": str(cast.awa.id)} | wrong)
        assert set(answer.json["errors"]) == named


def test_only_a_doctor_with_write_access_writes(api, cast, reader, unchanged):
    entry = NOTE | {"patient_id": str(cast.awa.id)}
    callers = {name: api(name) for name in ("awa", "fatou", "aminata", "ousmane", "ndeye")}
    with unchanged():
        assert reader("POST /medical-records", entry).status_code == 403
        for name in ("awa", "aminata", "ousmane", "ndeye"):
            assert callers[name]("POST /medical-records", entry).status_code == 403
        for id in (cast.moussa.id, cast.aminata.id, uuid4()):
            assert callers["fatou"]("POST /medical-records", NOTE | {"patient_id": str(id)}).status_code == 404
    assert callers["fatou"]("POST /medical-records", entry).status_code == 201


def test_the_patient_reads_without_leaving_a_trace(api, written, unchanged):
    patient = api("awa")
    with unchanged():
        assert patient(f"GET /medical-records/{written['id']}").json == written
        assert patient("GET /medical-records").json["items"] == [written]
        assert patient(f"GET /medical-records/{written['id']}/versions").json["items"][0]["title"] == NOTE["title"]


def test_every_reading_of_a_doctor_is_in_the_patients_log(api, cast, written, reader):
    assert reader(f"GET /medical-records?patient_id={cast.awa.id}").json["items"] == [written]
    assert reader(f"GET /medical-records/{written['id']}").json == written
    assert reader(f"GET /medical-records/{written['id']}/versions").status_code == 200
    log = api("awa")("GET /access-log").json["items"]
    assert [(line["act"], line["subject_type"]) for line in log] == [
        ("medical_record_read", "medical_record"),
        ("medical_record_read", "medical_record"),
        ("medical_record_read", "medical_records"),
        ("medical_record_added", "medical_record"),
    ]
    assert log[0]["actor"] == {"id": str(cast.ibrahima.id), "name": "Dr Ibrahima Fall"}
    assert log[0]["grant"]["level"] == "read"


def test_nobody_else_reads(api, cast, written, reader, unchanged):
    callers = {name: api(name) for name in ("moussa", "aminata", "ousmane", "ndeye")}
    with unchanged():
        for path in (f"/medical-records/{written['id']}", f"/medical-records/{written['id']}/versions"):
            assert callers["moussa"](f"GET {path}").status_code == 404
            for name in ("aminata", "ousmane", "ndeye"):
                assert callers[name](f"GET {path}").status_code == 403
        assert callers["moussa"](f"GET /medical-records?patient_id={cast.awa.id}").status_code == 404
        assert reader(f"GET /medical-records?patient_id={cast.moussa.id}").status_code == 404
        assert callers["moussa"]("GET /medical-records").json["items"] == []


def test_a_doctor_says_whose_file(api):
    assert set(api("fatou")("GET /medical-records").json["errors"]) == {"patient_id"}


def test_a_revoked_doctor_reads_no_more_but_their_own_entries(api, cast, written, reader):
    grants = {request["doctor"]["name"]: request["id"] for request in api("awa")("GET /access-requests").json["items"]}
    for id in grants.values():
        assert api("awa")(f"POST /access-requests/{id}/revocation").status_code == 200
    assert reader(f"GET /medical-records/{written['id']}").status_code == 404
    assert api("fatou")(f"GET /medical-records/{written['id']}").status_code == 200
    assert api("fatou")(f"GET /medical-records?patient_id={cast.awa.id}").status_code == 404


def test_the_list_is_narrowed_by_kind_year_and_words(api, cast, written):
    patient, year = api("awa"), written["created_at"][:4]
    signs = api("fatou")("POST /medical-records", SIGNS | {"patient_id": str(cast.awa.id)}).json
    for asked, found in (
        ("", [signs, written]),
        ("?kind=note", [written]),
        (f"?year={year}", [signs, written]),
        (f"?year={int(year) - 1}", []),
        ("?q=nuits%20fatou", [written]),
        (f"?q=nuits&kind=vital_signs&year={year}", []),
    ):
        assert patient(f"GET /medical-records{asked}").json["items"] == found, asked


@pytest.mark.parametrize(("asked", "named"), [("year=99999", "year"), ("year=soon", "year"), (f"q={'x' * 101}", "q")])
def test_what_no_file_can_be_asked_for_is_422(api, asked, named):
    answer = api("awa")(f"GET /medical-records?{asked}")
    assert (answer.status_code, set(answer.json["errors"])) == (422, {named})


def test_a_doctors_search_is_logged_as_one_without_its_words(api, cast, written, reader):
    assert reader(f"GET /medical-records?patient_id={cast.awa.id}&q=nuits").json["items"] == [written]
    line = api("awa")("GET /access-log").json["items"][0]
    assert (line["act"], line["subject_type"]) == ("medical_record_read", "file_search")
    assert "nuits" not in str(line)


def test_the_author_amends_and_the_history_keeps_both(api, written):
    path = f"/medical-records/{written['id']}"
    change = {"content": "Trois nuits de suite.", "reason": "Précision", "version": 1}
    answer = api("fatou")(f"PUT {path}", change)
    assert (answer.status_code, answer.json["version"], answer.json["title"]) == (200, 2, NOTE["title"])
    newest, first = api("awa")(f"GET {path}/versions").json["items"]
    assert (newest["content"], newest["reason"]) == (change["content"], "Précision")
    assert (first["number"], first["content"]) == (1, NOTE["content"])


def test_a_stale_version_is_409(api, written, unchanged):
    caller, change = api("fatou"), {"title": "Autre", "reason": "Précision", "version": 1}
    assert caller(f"PUT /medical-records/{written['id']}", change).status_code == 200
    with unchanged():
        assert caller(f"PUT /medical-records/{written['id']}", change).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"reason": ""}, {"reason"}),
        ({"reason": None}, {"reason"}),
        ({"reason": "x" * 501}, {"reason"}),
        ({"version": None}, {"version"}),
        ({"version": "1"}, {"version"}),
        ({"title": ""}, {"title"}),
        ({"kind": "note"}, {"kind"}),
    ],
)
def test_a_wrong_amendment_is_422(api, written, wrong, named, unchanged):
    caller = api("fatou")
    with unchanged():
        answer = caller(f"PUT /medical-records/{written['id']}", {"title": "A", "reason": "B", "version": 1} | wrong)
        assert set(answer.json["errors"]) == named


def test_only_the_author_amends(api, written, reader, unchanged):
    change = {"title": "Autre", "reason": "Précision", "version": 1}
    callers = {name: api(name) for name in ("awa", "moussa", "aminata", "ousmane")}
    with unchanged():
        assert reader(f"PUT /medical-records/{written['id']}", change).status_code == 403
        for caller in callers.values():
            assert caller(f"PUT /medical-records/{written['id']}", change).status_code == 403


def test_the_log_is_the_patients_alone(api, written):
    assert len(api("awa")("GET /access-log").json["items"]) == 1
    assert api("moussa")("GET /access-log").json["items"] == []
    for name in ("fatou", "aminata", "ousmane"):
        assert api(name)("GET /access-log").status_code == 403


def test_the_log_comes_in_pages(api, cast, written, reader):
    for _ in range(20):
        reader(f"GET /medical-records/{written['id']}")
    first = api("awa")("GET /access-log").json
    rest = api("awa")("GET /access-log", after=first["next"]).json
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    assert not {line["id"] for line in first["items"]} & {line["id"] for line in rest["items"]}
