"""Story 2 over JSON: a doctor signs, the patient chooses, who sees what, and the cancellation."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.domain.prescriptions import PRESENTED_AN_HOUR, Status
from fadjma.extensions import db
from fadjma.models import Prescription
from fadjma.models.types import utcnow
from tests import ordonnances
from tests.people import told

LINES = [
    {"medication": "Salbutamol", "dosage": "100 µg", "quantity": 1, "form": "Aérosol"},
    {"medication": "Paracétamol", "dosage": "500 mg", "quantity": 20, "repeats": 1, "substitutable": False},
]
WHOLE = {"id", "matricule", "status", "patient", "prescriber", "lines", "valid_until", "version", "created_at"}
CARD = {"id", "status", "matricule_end", "town", "line_count", "created_at"}


def signed(patient, **changes):
    return {"patient_id": str(patient.id), "lines": LINES} | changes


@pytest.fixture
def at(cast):
    """Return at(status) → the address of Awa's ordonnance by Fatou that stands there, held by the Plateau if held."""
    return lambda status, **terms: f"/prescriptions/{ordonnances.at(status, cast, **terms).id}"


def test_a_doctor_signs(api, cast):
    answer = api("fatou")("POST /prescriptions", signed(cast.awa, pharmacy_id=str(cast.plateau.id), valid_days=30))
    assert answer.status_code == 201
    shown = answer.json
    assert shown["matricule"].startswith("ORD-") and len(shown["matricule"]) == 21
    assert (shown["status"], shown["version"]) == ("issued", 1)
    assert shown["pharmacy"] == {"id": str(cast.plateau.id), "name": "Pharmacie du Plateau", "town": "Dakar"}
    assert shown["patient"]["name"] == "Awa Ndiaye"
    assert shown["prescriber"] == {"id": str(cast.fatou.id), "name": "Dr Fatou Diop"}
    assert [line["medication"] for line in shown["lines"]] == ["Salbutamol", "Paracétamol"]
    assert (shown["lines"][1]["delivered"], shown["lines"][1]["repeats"], shown["lines"][1]["status"]) == (0, 1, "open")
    assert "pickup_code" not in shown


def test_with_no_pharmacy_chosen_there_is_none(api, cast):
    shown = api("fatou")("POST /prescriptions", signed(cast.awa)).json
    assert shown["pharmacy"] is None
    assert api("aminata")("GET /prescriptions").json["items"] == []


def test_when_a_line_is_taken_is_said_in_numbers_and_shown_whole(api, cast):
    lines = [LINES[0] | {"posology": {"morning": 1, "night": 0.5}}, LINES[1] | {"posology": {"noon": 0}}]
    answer = api("fatou")("POST /prescriptions", signed(cast.awa, lines=lines))
    shown = api("awa")(f"GET /prescriptions/{answer.json['id']}").json["lines"]
    assert shown[0]["posology"] == {"morning": 1, "noon": 0, "evening": 0, "night": 0.5} and "posology" not in shown[1]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"lines": []}, {"lines"}),
        ({"lines": None}, {"lines"}),
        ({"lines": "x"}, {"lines"}),
        ({"lines": ["x"]}, {"lines.0"}),
        ({"lines": LINES[:1] * 31}, {"lines"}),
        ({"lines": [LINES[0], {"medication": " ", "dosage": "", "quantity": 0}]},
         {"lines.1.medication", "lines.1.dosage", "lines.1.quantity"}),
        ({"lines": [LINES[0] | {"quantity": "1"}]}, {"lines.0.quantity"}),
        ({"lines": [LINES[0] | {"quantity": 10**40}]}, {"lines.0.quantity"}),
        ({"lines": [LINES[0] | {"repeats": 13}]}, {"lines.0.repeats"}),
        ({"lines": [LINES[0] | {"price": 3}]}, {"lines.0.price"}),
        ({"lines": [LINES[0] | {"medication": "x" * 121}]}, {"lines.0.medication"}),
        ({"lines": [LINES[0] | {"instructions": "a\0b"}]}, {"lines.0.instructions"}),
        ({"lines": [LINES[0] | {"posology": {"morning": 0.3}}]}, {"lines.0.posology.morning"}),
        ({"lines": [LINES[0] | {"posology": {"dawn": 1}}]}, {"lines.0.posology.dawn"}),
        ({"lines": [LINES[0] | {"posology": {"noon": "1"}}]}, {"lines.0.posology.noon"}),
        ({"valid_days": 0}, {"valid_days"}),
        ({"valid_days": 91}, {"valid_days"}),
        ({"pharmacy_id": "x"}, {"pharmacy_id"}),
        ({"pharmacy_id": str(uuid4())}, {"pharmacy_id"}),
        ({"override": "x" * 501}, {"override"}),
        ({"matricule": "ORD-1"}, {"matricule"}),
    ],
)  # fmt: skip
def test_wrong_fields_are_422_at_their_path_and_write_nothing(api, cast, wrong, named, unchanged):
    caller = api("fatou")
    with unchanged():
        assert set(caller("POST /prescriptions", signed(cast.awa, **wrong)).json["errors"]) == named


def test_only_a_doctor_with_write_access_signs(api, cast, unchanged):
    callers = {name: api(name) for name in ("awa", "aminata", "ousmane", "ndeye", "ibrahima", "fatou")}
    with unchanged():
        for name in ("awa", "aminata", "ousmane", "ndeye"):
            assert callers[name]("POST /prescriptions", signed(cast.awa)).status_code == 403
        assert callers["ibrahima"]("POST /prescriptions", signed(cast.awa)).status_code == 404
        assert callers["fatou"]("POST /prescriptions", signed(cast.moussa)).status_code == 404
    assert callers["fatou"]("POST /prescriptions", signed(cast.awa)).status_code == 201


def test_reading_is_not_signing(api, cast, unchanged):
    cast.grant.level = "read"
    db.session.commit()
    doctor = api("fatou")
    with unchanged():
        assert doctor("POST /prescriptions", signed(cast.awa)).status_code == 403


def test_the_patient_and_the_prescriber_see_all_of_it(api, at):
    path = at(Status.READY)
    patient, prescriber = api("awa")(f"GET {path}").json, api("fatou")(f"GET {path}").json
    assert patient.keys() >= WHOLE and prescriber.keys() >= WHOLE
    assert len(patient["pickup_code"]) == 6
    assert "pickup_code" not in prescriber


def test_a_chosen_pharmacy_sees_a_card_until_it_claims(api, at, cast):
    path = at(Status.ISSUED)
    shown = api("aminata")(f"GET {path}").json
    assert set(shown) == CARD
    row = Prescription.query.one()
    assert (shown["matricule_end"], shown["town"], shown["line_count"]) == (row.matricule[-4:], "Dakar", 2)
    assert api("seynabou")("GET /prescriptions?status=issued").json["items"] == [shown]


def test_the_claiming_pharmacy_sees_whom_and_what(api, at, cast):
    shown = api("seynabou")(f"GET {at(Status.VALIDATED)}").json
    assert shown.keys() >= WHOLE
    assert shown["patient"]["name"] == "Awa Ndiaye"
    assert shown["patient"]["age"] >= 30
    assert not {"pickup_code", "renewal_request", "override"} & set(shown)


@pytest.mark.parametrize("status", [Status.ISSUED, Status.VALIDATED, Status.DELIVERED])
def test_nobody_else_sees_it(api, at, status):
    path = at(status)
    for name in ("moussa", "ibrahima", "cheikh"):
        assert api(name)(f"GET {path}").status_code == 404
        assert api(name)("GET /prescriptions").json["items"] == []
    for name in ("ousmane", "ndeye"):
        assert api(name)(f"GET {path}").status_code == 403
        assert api(name)("GET /prescriptions").status_code == 403


def test_the_list_is_of_one_status_or_patient_if_one_wants(api, at, cast):
    at(Status.ISSUED), at(Status.DELIVERED)
    for name in ("awa", "fatou", "aminata"):
        listed = api(name)("GET /prescriptions?status=delivered").json
        assert [item["status"] for item in listed["items"]] == ["delivered"]
        assert len(api(name)("GET /prescriptions").json["items"]) == 2
    assert api("fatou")(f"GET /prescriptions?patient_id={cast.moussa.id}").json["items"] == []


def test_the_paper_says_what_it_says_to_any_pharmacist_and_the_patient_is_told(api, at, cast, as_, listening):
    at(Status.ISSUED)
    patient = listening(as_("awa"))
    patient.get_received()
    matricule = Prescription.query.one().matricule
    shown = api("cheikh")(f"GET /prescriptions/by-matricule/{matricule.lower()}").json
    assert set(shown) == WHOLE
    assert len(told(patient, "notification")) == 1
    assert Prescription.query.one().status == Status.ISSUED


def test_the_paper_is_for_pharmacists_alone(api, at, unchanged):
    at(Status.ISSUED)
    path = f"/prescriptions/by-matricule/{Prescription.query.one().matricule}"
    callers = {name: api(name) for name in ("awa", "fatou", "ousmane", "ndeye")}
    with unchanged():
        for caller in callers.values():
            assert caller(f"GET {path}").status_code == 403
    assert api("cheikh")(f"GET {path}").status_code == 200


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.CANCELLED, Status.EXPIRED])
def test_a_final_paper_is_not_there_but_for_the_pharmacy_that_held_it(api, at, status):
    at(status)
    path = f"/prescriptions/by-matricule/{Prescription.query.one().matricule}"
    assert api("cheikh")(f"GET {path}").status_code == 404
    assert api("aminata")(f"GET {path}").status_code == (200 if status == Status.DELIVERED else 404)


@pytest.mark.parametrize("matricule", ["ORD-20261122-00000000", "x", "%00", "ORD-%ED%A0%80", "'", "%25", "x" * 2000])
def test_a_matricule_that_is_none_is_404(api, matricule, unchanged):
    caller = api("cheikh")
    with unchanged():
        assert caller(f"GET /prescriptions/by-matricule/{matricule}").status_code == 404


def test_a_pharmacy_reads_thirty_papers_an_hour(api, at):
    at(Status.ISSUED)
    path, caller = f"GET /prescriptions/by-matricule/{Prescription.query.one().matricule}", api("cheikh")
    for _ in range(PRESENTED_AN_HOUR):
        assert caller(path).status_code == 200
    answer = caller(path)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert api("aminata")(path).status_code == 200


def test_the_patient_chooses_while_nobody_holds_it(api, at, cast, unchanged):
    path, patient = at(Status.ISSUED), api("awa")
    chosen = {"pharmacy_id": str(cast.medina.id)}
    assert patient(f"POST {path}/pharmacy", chosen).json["pharmacy"]["name"] == "Pharmacie de la Médina"
    assert api("aminata")(f"GET {path}").status_code == 404
    assert set(api("cheikh")(f"GET {path}").json) == CARD
    others = {name: api(name) for name in ("moussa", "fatou", "aminata")}
    with unchanged():
        assert set(patient(f"POST {path}/pharmacy", {"pharmacy_id": str(uuid4())}).json["errors"]) == {"pharmacy_id"}
        assert set(patient(f"POST {path}/pharmacy", {}).json["errors"]) == {"pharmacy_id"}
        assert others["moussa"](f"POST {path}/pharmacy", chosen).status_code == 404
        assert others["fatou"](f"POST {path}/pharmacy", chosen).status_code == 403
        assert others["aminata"](f"POST {path}/pharmacy", chosen).status_code == 403


def test_once_claimed_the_pharmacy_is_chosen(api, at, cast, unchanged):
    path, patient = at(Status.VALIDATED), api("awa")
    with unchanged():
        assert patient(f"POST {path}/pharmacy", {"pharmacy_id": str(cast.medina.id)}).status_code == 409


def test_an_unclaimed_one_is_cancelled_at_once(api, at):
    answer = api("fatou")(f"POST {at(Status.ISSUED)}/cancellation", {"reason": "Erreur"})
    assert (answer.status_code, answer.json["status"], answer.json["reason"]) == (200, "cancelled", "Erreur")


@pytest.mark.parametrize(("answer", "status"), [("acceptance", "cancelled"), ("refusal", "ready")])
def test_a_claimed_one_is_asked_of_the_pharmacy(api, at, answer, status):
    path = at(Status.READY)
    asked = api("fatou")(f"POST {path}/cancellation", {"reason": "Erreur"})
    assert (asked.status_code, asked.json["status"]) == (202, "cancellation_requested")
    given = api("seynabou")(f"POST {path}/cancellation/{answer}", {"reason": "Déjà remise"})
    assert (given.status_code, given.json["status"]) == (200, status)


def test_a_cancellation_needs_a_reason_and_the_prescriber(api, at, unchanged):
    path = at(Status.ISSUED)
    callers = {name: api(name) for name in ("fatou", "ibrahima", "awa", "aminata", "ousmane")}
    with unchanged():
        for body in ({}, {"reason": ""}, {"reason": "x" * 501}, {"reason": 3}):
            answer = callers["fatou"](f"POST {path}/cancellation", body)
            assert set(answer.json["errors"]) == {"reason"}
        assert callers["ibrahima"](f"POST {path}/cancellation", {"reason": "x"}).status_code == 404
        for name in ("awa", "aminata", "ousmane"):
            assert callers[name](f"POST {path}/cancellation", {"reason": "x"}).status_code == 403


def test_only_the_claiming_pharmacy_answers_a_cancellation(api, at, unchanged):
    path = at(Status.CANCELLATION_REQUESTED)
    callers = {name: api(name) for name in ("cheikh", "awa", "fatou", "aminata")}
    with unchanged():
        for act in ("acceptance", "refusal"):
            assert callers["cheikh"](f"POST {path}/cancellation/{act}", {"reason": "x"}).status_code == 404
            for name in ("awa", "fatou"):
                assert callers[name](f"POST {path}/cancellation/{act}", {"reason": "x"}).status_code == 403
        assert set(callers["aminata"](f"POST {path}/cancellation/refusal", {"reason": ""}).json["errors"]) == {"reason"}
    assert callers["aminata"](f"POST {path}/cancellation/acceptance").status_code == 200


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.CANCELLED, Status.EXPIRED])
def test_what_is_final_stays(api, at, cast, status, unchanged):
    path, doctor, patient = at(status), api("fatou"), api("awa")
    with unchanged():
        assert doctor(f"POST {path}/cancellation", {"reason": "x"}).status_code == 409
        assert patient(f"POST {path}/pharmacy", {"pharmacy_id": str(cast.medina.id)}).status_code == 409


def test_one_out_of_date_is_no_longer_there_for_the_pharmacy(api, at):
    path = at(Status.ISSUED)
    assert api("aminata")(f"GET {path}").status_code == 200
    Prescription.query.one().valid_until = utcnow() - timedelta(seconds=1)
    db.session.commit()
    assert api("aminata")(f"GET {path}").status_code == 404
    assert api("awa")(f"GET {path}").status_code == 200
