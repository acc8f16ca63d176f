"""The patient's two requests over JSON, each answered by whoever must."""

import pytest

from fadjma.domain.prescriptions import Status
from tests import ordonnances
from tests.people import told

HOME = {"mode": "home", "address": "12 rue Carnot", "note": "Après 17 h"}


@pytest.fixture
def held(cast):
    """The address of an ordonnance of Awa's that the Plateau has ready."""
    return f"/prescriptions/{ordonnances.at(Status.READY, cast).id}/delivery-request"


@pytest.fixture
def over(cast):
    """The address of an ordonnance of Awa's that was delivered."""
    return f"/prescriptions/{ordonnances.at(Status.DELIVERED, cast).id}/renewal-request"


def test_the_patient_asks_for_delivery_and_the_pharmacy_hears_it(api, held, as_, listening):
    pharmacist = listening(as_("seynabou"))
    pharmacist.get_received()
    answer = api("awa")(f"POST {held}", HOME)
    assert answer.status_code == 201
    asked = answer.json["delivery_request"]
    assert (asked["status"], asked["mode"], asked["address"], asked["note"]) == ("pending", *HOME.values())
    (frame,) = told(pharmacist, "delivery_requested")
    assert frame["data"]["mode"] == "home"
    assert api("aminata")(f"GET {held.rpartition('/')[0]}").json["delivery_request"] == asked
    assert "delivery_request" not in api("fatou")(f"GET {held.rpartition('/')[0]}").json


@pytest.mark.parametrize(("act", "status"), [("acceptance", "accepted"), ("refusal", "refused")])
def test_the_pharmacy_answers(api, held, act, status):
    api("awa")(f"POST {held}", {"mode": "pickup"})
    answer = api("aminata")(f"POST {held}/{act}", {"reason": "Demain"})
    assert (answer.status_code, answer.json["delivery_request"]["status"]) == (200, status)
    assert answer.json["delivery_request"]["reason"] == "Demain"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"mode": "drone"}, {"mode"}),
        ({"mode": None}, {"mode"}),
        ({"address": ""}, {"address"}),
        ({"address": "x" * 301}, {"address"}),
        ({"note": "x" * 501}, {"note"}),
        ({"when": "now"}, {"when"}),
    ],
)
def test_a_wrong_wish_is_422(api, held, wrong, named, unchanged):
    patient = api("awa")
    with unchanged():
        assert set(patient(f"POST {held}", HOME | wrong).json["errors"]) == named


def test_one_open_request_of_a_kind_and_one_answer(api, held, unchanged):
    patient, pharmacist = api("awa"), api("aminata")
    with unchanged():
        assert pharmacist(f"POST {held}/acceptance").status_code == 409
    assert patient(f"POST {held}", HOME).status_code == 201
    with unchanged():
        assert patient(f"POST {held}", HOME).status_code == 409
    assert pharmacist(f"POST {held}/acceptance").status_code == 200
    with unchanged():
        assert pharmacist(f"POST {held}/refusal").status_code == 409


def test_only_the_patient_asks_and_only_the_pharmacy_answers(api, held, unchanged):
    callers = {name: api(name) for name in ("awa", "moussa", "fatou", "aminata", "cheikh", "ousmane")}
    callers["awa"](f"POST {held}", HOME)
    with unchanged():
        assert callers["moussa"](f"POST {held}", HOME).status_code == 404
        for name in ("fatou", "aminata", "ousmane"):
            assert callers[name](f"POST {held}", HOME).status_code == 403
        for act in ("acceptance", "refusal"):
            assert callers["cheikh"](f"POST {held}/{act}").status_code == 404
            for name in ("awa", "fatou", "ousmane"):
                assert callers[name](f"POST {held}/{act}").status_code == 403
    assert callers["aminata"](f"POST {held}/acceptance").status_code == 200


def test_what_no_pharmacy_holds_is_not_delivered(api, cast, unchanged):
    path, patient = f"/prescriptions/{ordonnances.issued(cast).id}/delivery-request", api("awa")
    with unchanged():
        assert patient(f"POST {path}", HOME).status_code == 409


def test_the_patient_asks_for_the_same_again_and_the_doctor_signs_it(api, over, as_, listening):
    doctor = listening(as_("fatou"))
    doctor.get_received()
    asked = api("awa")(f"POST {over}", {"note": "Il m’en reste trois"})
    assert (asked.status_code, asked.json["renewal_request"]["status"]) == (201, "pending")
    assert len(told(doctor, "renewal_requested")) == 1
    answer = api("fatou")(f"POST {over}/acceptance")
    assert answer.status_code == 201
    assert (answer.json["status"], answer.json["id"] in over) == ("issued", False)
    assert api("awa")(f"GET {over.rpartition('/')[0]}").json["renewal_request"]["status"] == "accepted"


def test_the_doctor_declines_and_says_why(api, over, unchanged):
    api("awa")(f"POST {over}")
    doctor = api("fatou")
    with unchanged():
        assert set(doctor(f"POST {over}/refusal", {"reason": ""}).json["errors"]) == {"reason"}
    answer = doctor(f"POST {over}/refusal", {"reason": "Venez me voir"})
    assert (answer.status_code, answer.json["renewal_request"]["status"]) == (200, "refused")
    assert answer.json["renewal_request"]["reason"] == "Venez me voir"


def test_only_the_patient_asks_for_renewal_and_only_the_prescriber_answers(api, over, unchanged):
    callers = {name: api(name) for name in ("awa", "moussa", "fatou", "ibrahima", "aminata", "ousmane")}
    callers["awa"](f"POST {over}")
    with unchanged():
        assert callers["moussa"](f"POST {over}").status_code == 404
        for name in ("fatou", "aminata", "ousmane"):
            assert callers[name](f"POST {over}").status_code == 403
        for act, body in (("acceptance", None), ("refusal", {"reason": "x"})):
            assert callers["ibrahima"](f"POST {over}/{act}", body).status_code == 404
            for name in ("awa", "aminata", "ousmane"):
                assert callers[name](f"POST {over}/{act}", body).status_code == 403
    assert callers["fatou"](f"POST {over}/acceptance").status_code == 201


def test_what_still_runs_is_not_renewed(api, cast, unchanged):
    path, patient = f"/prescriptions/{ordonnances.issued(cast).id}/renewal-request", api("awa")
    with unchanged():
        assert patient(f"POST {path}").status_code == 409
