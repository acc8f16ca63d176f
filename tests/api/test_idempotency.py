"""Idempotency keys: a POST sent again does nothing again, and is answered as the first was."""

import hashlib
import hmac
import json
from contextlib import contextmanager
from datetime import timedelta

import pytest

from fadjma.domain.prescriptions import Status
from fadjma.extensions import db
from fadjma.models import AccessRequest, Fact, IdempotencyKey
from tests import ordonnances
from tests.people import PASSWORD


def wish(patient, **changes):
    return {"patient_id": str(patient.id), "reason": "Toux", "level": "read", "days": 30} | changes


@contextmanager
def nothing_done():
    """Fail where a fact is recorded meanwhile."""
    before = Fact.query.count()
    yield
    db.session.rollback()
    assert Fact.query.count() == before


def test_the_same_key_and_body_do_nothing_again(api, cast):
    caller = api("ibrahima")
    first = caller("POST /access-requests", wish(cast.awa), key="k1")
    with nothing_done():
        again = caller("POST /access-requests", wish(cast.awa), key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    assert caller("POST /access-requests", wish(cast.awa), key="k2").status_code == 409


def test_the_same_body_written_otherwise_is_the_same(api, cast):
    caller = api("ibrahima")
    caller("POST /access-requests", wish(cast.awa), key="k1")
    body = {"days": 30, "level": "read", "reason": "Toux", "patient_id": str(cast.awa.id), "emergency": None}
    with nothing_done():
        assert caller("POST /access-requests", body, key="k1").status_code == 201


def test_another_body_is_422(api, cast):
    caller = api("ibrahima")
    caller("POST /access-requests", wish(cast.awa), key="k1")
    with nothing_done():
        answer = caller("POST /access-requests", wish(cast.awa, days=31), key="k1")
        assert set(answer.json["errors"]) == {"Idempotency-Key"}


def test_the_thing_is_read_anew(api, cast):
    caller = api("ibrahima")
    asked = caller("POST /access-requests", wish(cast.awa), key="k1").json
    api("awa")(f"POST /access-requests/{asked['id']}/approval")
    again = caller("POST /access-requests", wish(cast.awa), key="k1")
    assert (again.status_code, again.json["status"]) == (201, "approved")


def test_a_key_belongs_to_a_person_a_path_and_a_day(api, cast):
    api("ibrahima")("POST /access-requests", wish(cast.awa), key="k1")
    assert api("fatou")("POST /access-requests", wish(cast.moussa), key="k1").status_code == 201
    first, second = AccessRequest.query.filter_by(status="pending").order_by(AccessRequest.id)
    assert api("awa")(f"POST /access-requests/{first.id}/approval", key="k1").status_code == 200
    assert api("moussa")(f"POST /access-requests/{second.id}/approval", key="k1").status_code == 200
    for row in IdempotencyKey.query.all():
        row.at -= timedelta(hours=24)
    db.session.commit()
    assert api("ibrahima")("POST /access-requests", wish(cast.awa, days=31), key="k1").status_code == 201


def test_a_refused_act_keeps_no_key(api, cast):
    caller = api("ibrahima")
    assert caller("POST /access-requests", wish(cast.awa, days=0), key="k1").status_code == 422
    caller("POST /access-requests", wish(cast.awa), key="k2")
    assert caller("POST /access-requests", wish(cast.awa, days=3), key="k1").status_code == 409
    (asked,) = caller("GET /access-requests?status=pending").json["items"]
    caller(f"POST /access-requests/{asked['id']}/cancellation")
    assert caller("POST /access-requests", wish(cast.awa, days=3), key="k1").status_code == 201


def test_a_wrong_pickup_code_counts_each_time_it_is_sent(api, cast):
    it = ordonnances.at(Status.READY, cast)
    path, body = f"POST /prescriptions/{it.id}/delivery", {"pickup_code": ordonnances.wrong(it.pickup_code)}
    caller = api("aminata")
    for _ in range(2):
        assert caller(path, body, key="k1").status_code == 422
    assert ordonnances.again(it).code_attempts == 2
    assert caller(path, {"pickup_code": it.pickup_code}, key="k1").status_code == 200


@pytest.mark.parametrize(("status", "first"), [(Status.ISSUED, 200), (Status.VALIDATED, 202)])
def test_a_cancellation_gives_its_first_status_again(api, cast, status, first):
    it, caller = ordonnances.at(status, cast), api("fatou")
    path = f"POST /prescriptions/{it.id}/cancellation"
    assert caller(path, {"reason": "Erreur"}, key="k1").status_code == first
    if first == 202:
        api("aminata")(f"{path}/acceptance")
    with nothing_done():
        again = caller(path, {"reason": "Erreur"}, key="k1")
    assert (again.status_code, again.json["status"]) == (first, "cancelled")


def test_a_pharmacy_that_gave_one_back_learns_nothing_more_of_it(api, cast):
    it, caller = ordonnances.at(Status.READY, cast), api("aminata")
    path = f"POST /prescriptions/{it.id}/return"
    given = caller(path, {"reason": "Rupture"}, key="k1")
    api("fatou")(f"POST /prescriptions/{it.id}/cancellation", {"reason": "Erreur"})
    with nothing_done():
        again = caller(path, {"reason": "Rupture"}, key="k1")
    assert again.json == given.json == {"id": str(it.id), "status": "issued"}


def test_every_kind_of_post_heeds_it(api, cast):
    admin, patient, pharmacist = api("ousmane"), api("awa"), api("aminata")
    lot = pharmacist("GET /stock").json["items"][0]["id"]
    new = {"role": "doctor", "name": "Dr Mariama Cissé", "email": "m@fadjma.example", "password": "un-mot-de-passe-sûr"}
    calls = [
        (admin, "POST /admin/users", new),
        (admin, f"POST /admin/users/{cast.ndeye.id}/verification", None),
        (admin, "POST /admin/announcements", {"audience": "patients", "title": "A", "message": "B"}),
        (patient, "POST /notifications/read-all", None),
        (pharmacist, "POST /stock/adjustments", {"stock_item_id": lot, "quantity": -1, "reason": "Cassé"}),
    ]
    for caller, call, body in calls:
        first = caller(call, body, key="k1")
        with nothing_done():
            again = caller(call, body, key="k1")
        assert (first.status_code, first.json) == (again.status_code, again.json)


def test_reading_all_again_leaves_what_came_since_unread(api, cast):
    patient = api("awa")
    patient("POST /notifications/read-all", key="k1")
    api("ibrahima")("POST /access-requests", wish(cast.awa))
    assert patient("POST /notifications/read-all", key="k1").json["unread"] == 1


def test_signing_in_heeds_none(api):
    login = {"login": "awa@fadjma.example", "password": PASSWORD}
    tokens = [api()("POST /sessions", login, key="k1").json["access_token"] for _ in range(2)]
    assert tokens[0] != tokens[1]
    assert IdempotencyKey.query.count() == 0


def test_a_key_has_255_characters_at_most(api, cast):
    caller = api("ibrahima")
    answer = caller("POST /access-requests", wish(cast.awa), key="k" * 256)
    assert set(answer.json["errors"]) == {"Idempotency-Key"}
    assert caller("POST /access-requests", wish(cast.awa), key="k" * 255).status_code == 201


def test_what_is_kept_of_a_body_cannot_be_guessed_at_without_the_key(app, api, cast):
    api("ibrahima")("POST /access-requests", wish(cast.awa), key="k1")
    kept, body = IdempotencyKey.query.one().body, json.dumps(wish(cast.awa), sort_keys=True).encode()
    assert kept == hmac.new(app.config["SECRET_KEY"].encode(), body, hashlib.sha256).hexdigest()
    assert kept != hashlib.sha256(body).hexdigest()
