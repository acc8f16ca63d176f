"""A pharmacy takes an ordonnance from its queue to the patient's hand, over JSON."""

import pytest

from fadjma.domain.prescriptions import CODE_ATTEMPTS, Status
from fadjma.domain.stock import medication_key
from fadjma.extensions import db
from fadjma.models import Prescription, StockItem
from tests import ordonnances

STEPS = {
    "validation": (Status.ISSUED, {}, "validated"),
    "preparation": (Status.VALIDATED, None, "in_preparation"),
    "readiness": (Status.IN_PREPARATION, None, "ready"),
    "return": (Status.READY, {"reason": "Rupture"}, "issued"),
}


@pytest.fixture
def at(cast):
    """Return at(status) → the address of Awa's ordonnance by Fatou that stands there, held by the Plateau if held."""
    return lambda status, **terms: f"/prescriptions/{ordonnances.at(status, cast, **terms).id}"


def code():
    db.session.rollback()
    return Prescription.query.one().pickup_code


@pytest.mark.parametrize("step", STEPS)
def test_each_step_goes_on(api, at, step):
    status, body, reached = STEPS[step]
    answer = api("seynabou")(f"POST {at(status)}/{step}", body)
    assert (answer.status_code, answer.json["status"]) == (200, reached)


@pytest.mark.parametrize("step", [*STEPS, "delivery"])
def test_a_step_out_of_turn_is_409(api, at, step, unchanged):
    path, caller = at(Status.DELIVERED), api("aminata")
    body = {"pickup_code": "000000"} if step == "delivery" else STEPS[step][1]
    with unchanged():
        assert caller(f"POST {path}/{step}", body).status_code == 409


@pytest.mark.parametrize("step", [*STEPS, "delivery"])
def test_only_the_pharmacy_that_holds_it_takes_a_step(api, at, step, unchanged):
    status, body, _ = STEPS.get(step, (Status.READY, {"pickup_code": "000000"}, None))
    path, callers = at(status), {name: api(name) for name in ("cheikh", "fatou", "moussa", "ousmane", "ndeye")}
    with unchanged():
        assert callers["cheikh"](f"POST {path}/{step}", body).status_code == 404
        assert callers["fatou"](f"POST {path}/{step}", body).status_code == 403
        assert callers["moussa"](f"POST {path}/{step}", body).status_code == (404 if step == "return" else 403)
        for name in ("ousmane", "ndeye"):
            assert callers[name](f"POST {path}/{step}", body).status_code == 403


def test_without_a_chosen_pharmacy_the_matricule_is_needed(api, at, unchanged):
    path, caller = at(Status.ISSUED, pharmacy_id=None), api("cheikh")
    with unchanged():
        assert caller(f"POST {path}/validation").status_code == 404
        assert caller(f"POST {path}/validation", {"matricule": "ORD-20261122-00000000"}).status_code == 404
    answer = caller(f"POST {path}/validation", {"matricule": Prescription.query.one().matricule})
    assert (answer.status_code, answer.json["status"]) == (200, "validated")


def test_the_chosen_pharmacy_with_another_paper_is_told_so(api, at, unchanged):
    path, caller = at(Status.ISSUED), api("aminata")
    with unchanged():
        answer = caller(f"POST {path}/validation", {"matricule": "ORD-20261122-00000000"})
        assert set(answer.json["errors"]) == {"matricule"}


def test_whoever_comes_second_is_told_that_somebody_was_faster(api, at, unchanged):
    path, second = at(Status.VALIDATED), api("seynabou")
    matricule = Prescription.query.one().matricule
    with unchanged():
        assert second(f"POST {path}/validation").status_code == 409
    other = api("cheikh")
    with unchanged():
        assert other(f"POST {path}/validation", {"matricule": matricule}).status_code == 409


def test_the_code_is_new_at_each_claim_and_shown_to_the_patient_alone(api, at, cast):
    path = at(Status.ISSUED)
    assert "pickup_code" not in api("awa")(f"GET {path}").json
    claimed = api("aminata")(f"POST {path}/validation").json
    assert "pickup_code" not in claimed
    assert api("awa")(f"GET {path}").json["pickup_code"] == code()


def test_the_right_code_delivers_all_that_remains(api, at):
    path = at(Status.READY)
    answer = api("aminata")(f"POST {path}/delivery", {"pickup_code": code()})
    assert (answer.status_code, answer.json["status"]) == (200, "delivered")
    assert [(line["delivered"], line["status"]) for line in answer.json["lines"]] == [(1, "delivered"), (20, "delivered")]
    assert "pickup_code" not in api("awa")(f"GET {path}").json


def test_what_is_wrong_with_a_delivery_is_named_and_nothing_is_handed_over(api, at, unchanged):
    path, caller = at(Status.READY), api("aminata")
    with unchanged():
        answer = caller(f"POST {path}/delivery", {"pickup_code": code(), "lines": []})
        assert set(answer.json["errors"]) == {"lines"}
        for wrong in ({}, {"pickup_code": None}, {"pickup_code": 123456}, {"pickup_code": ""}, {"pickup_code": "1\0"}):
            assert set(caller(f"POST {path}/delivery", wrong).json["errors"]) == {"pickup_code"}


def test_the_state_comes_before_the_code(api, at, unchanged):
    path, caller = at(Status.VALIDATED), api("aminata")
    with unchanged():
        assert caller(f"POST {path}/delivery", {"pickup_code": "000000"}).status_code == 409
        assert caller(f"POST {path}/delivery", {"pickup_code": code()}).status_code == 409


def test_five_wrong_codes_and_the_patient_draws_a_new_one(api, at):
    path, pharmacist = at(Status.READY), api("aminata")
    first = code()
    for _ in range(CODE_ATTEMPTS):
        answer = pharmacist(f"POST {path}/delivery", {"pickup_code": ordonnances.wrong(first)})
        assert set(answer.json["errors"]) == {"pickup_code"}
    blocked = pharmacist(f"POST {path}/delivery", {"pickup_code": first})
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) > 0
    drawn = api("awa")(f"POST {path}/pickup-code")
    assert drawn.status_code == 200
    assert drawn.json["pickup_code"] != first
    assert pharmacist(f"POST {path}/delivery", {"pickup_code": drawn.json["pickup_code"]}).status_code == 200


def test_only_the_patient_draws_a_code_and_only_while_it_is_held(api, at, unchanged):
    path, callers = at(Status.READY), {name: api(name) for name in ("awa", "moussa", "fatou", "aminata", "ousmane")}
    issued = at(Status.ISSUED)
    with unchanged():
        assert callers["moussa"](f"POST {path}/pickup-code").status_code == 404
        for name in ("fatou", "aminata", "ousmane"):
            assert callers[name](f"POST {path}/pickup-code").status_code == 403
        assert callers["awa"](f"POST {issued}/pickup-code").status_code == 409


def test_preparing_without_stock_names_the_lines(api, at, cast, unchanged):
    path, caller = at(Status.VALIDATED), api("aminata")
    short = medication_key("Paracétamol")
    StockItem.query.filter_by(pharmacy_id=cast.plateau.id, medication_key=short).one().on_hand = 19
    db.session.commit()
    with unchanged():
        answer = caller(f"POST {path}/preparation")
        assert answer.status_code == 409
        assert [line["medication"] for line in answer.json["lines"]] == ["paracetamol"]


def test_a_pharmacy_that_gives_it_back_keeps_only_that_it_did(api, at):
    path, caller = at(Status.READY), api("aminata")
    answer = caller(f"POST {path}/return", {"reason": "Rupture"})
    assert answer.json == {"id": path.rpartition("/")[2], "status": "issued"}
    assert caller(f"GET {path}").status_code == 404
    shown = api("awa")(f"GET {path}").json
    assert (shown["status"], shown["pharmacy"], shown["reason"]) == ("issued", None, "Rupture")


def test_the_patient_gives_it_back_too(api, at):
    answer = api("awa")(f"POST {at(Status.VALIDATED)}/return", {"reason": "Trop loin"})
    assert (answer.status_code, answer.json["status"], answer.json["pharmacy"]) == (200, "issued", None)


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}, {"reason": []}])
def test_giving_back_needs_a_reason(api, at, body, unchanged):
    path, caller = at(Status.READY), api("aminata")
    with unchanged():
        assert set(caller(f"POST {path}/return", body).json["errors"]) == {"reason"}
