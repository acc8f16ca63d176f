"""The patient's ordonnances: where each stands, and what its patient may do about it."""

from uuid import uuid4

import pytest

from fadjma.commands import prescriptions as acts
from fadjma.commands import requests
from fadjma.commands.stock import adjust_stock
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import StockItem
from fadjma.queries import pharmacies
from tests.ordonnances import at, code, issued
from tests.people import told
from tests.traces import nothing_written
from tests.web.pages import again, post, swapped

HELD = (Status.VALIDATED, Status.IN_PREPARATION, Status.READY)


def test_an_ordonnance_advances_as_a_reload_shows(as_, cast, listening):
    awa = as_("awa")
    socket = listening(awa)
    it = issued(cast)
    (card,) = swapped(told(socket, "new_prescription"), f"prescription_{it.id}")
    assert card in awa.get("/patient/").text
    for step in (acts.claim_prescription, acts.prepare_prescription, acts.make_prescription_ready):
        step(it.id, actor=cast.aminata)
        frames = told(socket, "prescription_status_changed")
        assert swapped(frames, f"prescription_{it.id}")[-1] in awa.get("/patient/").text
        detail = swapped(frames, f"prescription_detail_{it.id}")[-1]
        assert detail in awa.get(f"/patient/prescriptions/{it.id}").text
    assert code(it.id) in detail
    acts.deliver_prescription(it.id, pickup_code=code(it.id), actor=cast.aminata)
    assert swapped(told(socket), f"prescription_{it.id}")[-1] in awa.get("/patient/").text


def test_each_pharmacy_says_whether_it_has_everything(as_, cast):
    item = db.session.scalars(
        db.select(StockItem).where(StockItem.pharmacy_id == cast.plateau.id, StockItem.medication == "Salbutamol")
    ).one()
    adjust_stock(item.id, quantity=-100, reason="Inventaire", actor=cast.aminata)
    it = issued(cast, pharmacy_id=None)
    page = as_("awa").get(f"/patient/prescriptions/{it.id}").text
    assert "Il lui manque : Salbutamol" in page.replace("\u00a0", " ")
    assert page.index("Pharmacie de la Médina") < page.index("Pharmacie du Plateau")
    assert page.count("Tout est en stock") == 1


def test_lines_of_the_same_medication_are_counted_together(cast):
    it = issued(cast, [Line("Paracétamol", "500 mg", 60), Line("PARACETAMOL", "1 g", 60)], pharmacy_id=None)
    suppliers = pharmacies.able_to_fill(it, it.created_at, preferred=cast.plateau.id)
    assert [supplier.pharmacy.id for supplier in suppliers] == [cast.plateau.id, cast.medina.id]
    assert all(len(supplier.missing) == 1 for supplier in suppliers)


def test_the_patient_chooses_a_pharmacy_and_changes_it(as_, cast, listening):
    it = issued(cast, pharmacy_id=None)
    awa, aminata = as_("awa"), listening(as_("aminata"))
    place = f"prescription_detail_{it.id}"
    for pharmacy in (cast.plateau, cast.medina):
        answer = post(awa, f"/patient/prescriptions/{it.id}/pharmacy", place, pharmacy_id=str(pharmacy.id))
        assert answer.text in awa.get(f"/patient/prescriptions/{it.id}").text
        assert again(it).chosen_pharmacy_id == pharmacy.id
    joined, left = swapped(told(aminata), f"prescription_{it.id}")
    assert joined and not left


@pytest.mark.parametrize("pharmacy_id", ["", "x", pytest.param(str(uuid4()), id="unknown")])
def test_a_pharmacy_that_is_none_is_said_at_its_field(as_, cast, pharmacy_id):
    it = issued(cast, pharmacy_id=None)
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/prescriptions/{it.id}/pharmacy", pharmacy_id=pharmacy_id)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#pharmacy_choice"
    assert 'class="error"' in answer.text


def test_the_patient_takes_an_ordonnance_back_and_says_why(as_, cast):
    it = at(Status.READY, cast)
    awa = as_("awa")
    path, place = f"/patient/prescriptions/{it.id}/return", f"prescription_detail_{it.id}"
    with nothing_written():
        answer = post(awa, path, place, reason=" ")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#return")
    answer = post(awa, path, place, reason="Trop loin")
    assert 'data-status="issued"' in answer.text
    assert answer.text in awa.get(f"/patient/prescriptions/{it.id}").text
    assert again(it).claiming_pharmacy_id is None


def test_a_new_pickup_code_replaces_the_old_one(as_, cast):
    it = at(Status.READY, cast)
    old, awa = code(it.id), as_("awa")
    answer = post(awa, f"/patient/prescriptions/{it.id}/pickup-code", f"prescription_detail_{it.id}")
    db.session.rollback()
    assert code(it.id) != old
    assert code(it.id) in answer.text and old not in answer.text


@pytest.mark.parametrize("status", HELD)
def test_the_patient_asks_for_delivery_once(as_, cast, status):
    it = at(status, cast)
    awa = as_("awa")
    path, place = f"/patient/prescriptions/{it.id}/delivery-request", f"prescription_detail_{it.id}"
    answer = post(awa, path, place, mode="home", address="Médina, rue 6", note="Sonner deux fois")
    assert 'data-asked="delivery"' in answer.text and "Médina, rue 6" in answer.text
    assert answer.text in awa.get(f"/patient/prescriptions/{it.id}").text
    with nothing_written():
        assert post(awa, path, place, mode="pickup").status_code == 409


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"mode": "home", "address": "", "note": "Sonner"}, "Sonner"),
        ({"mode": "drone", "address": "Rue 6"}, "Rue 6"),
        ({"mode": "home", "address": "x" * 301}, "x" * 301),
        ({"mode": "pickup", "note": "x" * 501}, "x" * 501),
        ({}, ""),
    ],
)
def test_a_delivery_request_that_is_wrong_keeps_its_words(as_, cast, given, kept):
    it = at(Status.READY, cast)
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/prescriptions/{it.id}/delivery-request", **given)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#delivery_request")
    assert kept in answer.text and "error" in answer.text


def test_the_patient_asks_for_a_renewal_and_gets_the_new_one_live(as_, cast, listening):
    it = at(Status.DELIVERED, cast)
    awa = as_("awa")
    socket = listening(awa)
    answer = post(
        awa, f"/patient/prescriptions/{it.id}/renewal-request", f"prescription_detail_{it.id}", note="Bientôt finie"
    )
    assert 'data-asked="renewal"' in answer.text
    told(socket)
    renewed = requests.answer_renewal_request(it.id, accept=True, actor=cast.fatou)
    frames = told(socket)
    assert swapped(frames, f"prescription_{renewed.id}")[-1] in awa.get("/patient/").text
    assert swapped(frames, f"prescription_detail_{it.id}")[-1] in awa.get(f"/patient/prescriptions/{it.id}").text


def test_a_renewal_note_that_is_too_long_comes_back(as_, cast):
    it = at(Status.DELIVERED, cast)
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/prescriptions/{it.id}/renewal-request", note="x" * 501)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#renewal_request")


ACTS = {
    "pharmacy": Status.READY,
    "return": Status.ISSUED,
    "delivery-request": Status.ISSUED,
    "renewal-request": Status.READY,
    "pickup-code": Status.ISSUED,
}
FORM = {"reason": "Trop loin", "mode": "pickup"}


@pytest.mark.parametrize(("act_", "state"), ACTS.items())
def test_what_the_state_forbids_is_refused(as_, cast, act_, state):
    it = at(state, cast)
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/prescriptions/{it.id}/{act_}", **FORM, pharmacy_id=str(cast.medina.id))
    assert answer.status_code == 409
    assert 'class="problem"' in answer.text


@pytest.mark.parametrize("act_", ACTS)
def test_nobody_acts_on_the_ordonnance_of_another(as_, cast, act_):
    it = at(Status.READY, cast)
    moussa = as_("moussa")
    assert moussa.get(f"/patient/prescriptions/{it.id}").status_code == 404
    for id in (it.id, uuid4()):
        with nothing_written():
            form = {**FORM, "pharmacy_id": str(cast.medina.id)}
            assert post(moussa, f"/patient/prescriptions/{id}/{act_}", **form).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-TOKEN": ""}, {"X-CSRF-TOKEN": "x"}])
@pytest.mark.parametrize("act_", ACTS)
def test_an_act_without_its_csrf_value_is_refused(as_, cast, act_, headers):
    it = at(Status.READY, cast)
    awa = as_("awa")
    with nothing_written():
        answer = awa.post(f"/patient/prescriptions/{it.id}/{act_}", data=FORM, headers=headers)
    assert answer.status_code == 302


def test_the_same_key_acts_once(as_, cast):
    it = at(Status.READY, cast)
    awa = as_("awa")
    headers = {"X-CSRF-TOKEN": awa.get_cookie("csrf_access_token").value, "HX-Request": "true", "Idempotency-Key": "k1"}
    path = f"/patient/prescriptions/{it.id}/delivery-request"
    answers = [awa.post(path, data={"mode": "pickup"}, headers=headers) for _ in "12"]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(again(it).requests) == 1


def test_the_same_key_with_another_form_is_another_act_and_refused(as_, cast):
    it = at(Status.READY, cast)
    awa = as_("awa")
    headers = {"X-CSRF-TOKEN": awa.get_cookie("csrf_access_token").value, "HX-Request": "true", "Idempotency-Key": "k1"}
    path = f"/patient/prescriptions/{it.id}/delivery-request"
    assert awa.post(path, data={"mode": "pickup"}, headers=headers).status_code == 200
    with nothing_written():
        assert awa.post(path, data={"mode": "home", "address": "Rue 10"}, headers=headers).status_code == 422
