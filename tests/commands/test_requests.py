"""Asking for delivery and renewal, and the answers: rows, audit and journal together; a refusal writes nothing."""

import pytest

from fadjma.commands.access_requests import decide_access_request
from fadjma.commands.requests import (
    answer_delivery_request,
    answer_renewal_request,
    request_delivery,
    request_renewal,
)
from fadjma.domain.access_requests import Status as Access
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, NotFound
from fadjma.domain.prescriptions import Status
from fadjma.domain.requests import Answer, Kind, Mode
from fadjma.extensions import db
from fadjma.models import Fact
from tests.ordonnances import again, at
from tests.traces import left_by, refused

CHANGED = "PrescriptionStatusChanged"
HELD = (Status.VALIDATED, Status.IN_PREPARATION, Status.READY)
RENEWABLE = (Status.DELIVERED, Status.EXPIRED)
STATES = sorted(set(Status) - {Status.PARTIALLY_DELIVERED})
STRANGERS = ("moussa", "ibrahima", "cheikh", "ousmane")


def newest():
    """Return the fact told last."""
    return db.session.scalars(db.select(Fact).order_by(Fact.id.desc())).first()


@pytest.mark.parametrize("state", STATES)
def test_delivery_is_asked_of_the_pharmacy_that_holds_it(cast, ears, state):
    it = at(state, cast)
    if state not in HELD:
        with refused(Conflict, "no_pharmacy_holds_it"):
            request_delivery(it.id, mode="pickup", actor=cast.awa)
        return
    told = left_by(lambda: request_delivery(it.id, mode="home", address=" Rue 10 ", note=" Le soir ", actor=cast.awa))
    assert told == [("DeliveryAsked", ears(awa=False, plateau=True))]
    (request,) = again(it).requests
    assert (request.kind, request.status, request.mode) == (Kind.DELIVERY, Answer.PENDING, Mode.HOME)
    assert (request.address, request.note) == ("Rue 10", "Le soir")
    assert "Rue 10" not in str(newest().payload) and newest().payload["mode"] == "home"


def test_an_address_is_kept_only_where_it_is_needed(cast):
    it = at(Status.READY, cast)
    (request,) = request_delivery(it.id, mode="pickup", address="Rue 10", actor=cast.awa).requests
    assert request.address == ""


@pytest.mark.parametrize("wrong", [{"mode": "home"}, {"mode": "drone"}, {"mode": "pickup", "note": "x" * 501}])
def test_what_is_wrong_with_it_asks_nothing(cast, wrong):
    it = at(Status.READY, cast)
    with refused(Invalid):
        request_delivery(it.id, **wrong, actor=cast.awa)


@pytest.mark.parametrize("state", STATES)
def test_renewal_is_asked_of_the_prescriber_once_it_is_over(cast, ears, state):
    it = at(state, cast)
    if state not in RENEWABLE:
        with refused(Conflict, "not_renewable"):
            request_renewal(it.id, actor=cast.awa)
        return
    told = left_by(lambda: request_renewal(it.id, note="Encore un mois", actor=cast.awa))
    assert told == [("RenewalAsked", ears(awa=False, fatou=True))]


@pytest.mark.parametrize("name", ["fatou", "aminata", *STRANGERS])
def test_only_the_patient_asks(cast, name):
    error = NotFound if name in STRANGERS else Forbidden
    held, over = at(Status.READY, cast), at(Status.DELIVERED, cast)
    with refused(error):
        request_delivery(held.id, mode="pickup", actor=getattr(cast, name))
    with refused(error):
        request_renewal(over.id, actor=getattr(cast, name))


def test_one_of_each_kind_waits_at_a_time_and_may_be_asked_again_once_answered(cast):
    it = at(Status.READY, cast)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    with refused(Conflict, "already_requested"):
        request_delivery(it.id, mode="pickup", actor=cast.awa)
    answer_delivery_request(it.id, accept=False, actor=cast.aminata)
    assert len(request_delivery(it.id, mode="pickup", actor=cast.awa).requests) == 2


def test_of_many_asked_at_once_one_waits(cast, at_once):
    id = at(Status.READY, cast).id
    outcomes = at_once(6, lambda: request_delivery(id, mode="pickup", actor=cast.awa))
    assert outcomes.count("done") == 1


@pytest.mark.parametrize(("accept", "answer"), [(True, Answer.ACCEPTED), (False, Answer.REFUSED)])
def test_the_pharmacys_answer_reaches_the_patient_aloud(cast, ears, accept, answer):
    it = at(Status.READY, cast)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    told = left_by(lambda: answer_delivery_request(it.id, accept=accept, reason=" Demain ", actor=cast.seynabou))
    assert told == [(CHANGED, ears(awa=True, fatou=False, plateau=False))]
    (request,) = again(it).requests
    assert (request.status, request.reason, request.answered_at is None) == (answer, "Demain", False)
    payload = newest().payload
    assert (payload["status"], payload["request"], payload["answer"]) == ("ready", "delivery", answer)


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("name", ["awa", "fatou", *STRANGERS])
def test_only_the_pharmacy_answers_for_delivery(cast, name, accept):
    it = at(Status.READY, cast)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    with refused(NotFound if name in STRANGERS else Forbidden):
        answer_delivery_request(it.id, accept=accept, actor=getattr(cast, name))


def test_nothing_is_answered_twice_or_unasked(cast):
    it = at(Status.READY, cast)
    with refused(Conflict, "no_request_to_answer"):
        answer_delivery_request(it.id, accept=True, actor=cast.aminata)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    answer_delivery_request(it.id, accept=True, actor=cast.aminata)
    with refused(InvalidTransition):
        answer_delivery_request(it.id, accept=False, actor=cast.aminata)


@pytest.mark.parametrize("state", RENEWABLE)
def test_an_accepted_renewal_signs_the_same_anew_for_the_same_pharmacy(cast, ears, state):
    it = at(state, cast, valid_days=30)
    request_renewal(it.id, actor=cast.awa)
    renewed = []
    told = left_by(lambda: renewed.append(answer_renewal_request(it.id, accept=True, actor=cast.fatou).id))
    assert told == [
        ("PrescriptionIssued", ears(awa=True, fatou=False, plateau=True)),
        (CHANGED, ears(awa=True, fatou=True)),
    ]
    payload = newest().payload
    assert (payload["request"], payload["answer"], payload["renewed_as"]) == ("renewal", "accepted", str(renewed[0]))
    old, new = again(it), db.session.get(type(it), renewed[0])
    assert (old.status, new.status) == (state, Status.ISSUED)
    assert new.matricule != old.matricule and new.chosen_pharmacy_id == cast.plateau.id
    assert (new.valid_until - new.created_at).days == 30
    same = ("medication", "form", "dosage", "quantity", "instructions", "posology", "substitutable", "repeats")
    assert [[getattr(line, name) for name in same] for line in new.lines] == [
        [getattr(line, name) for name in same] for line in old.lines
    ]
    assert all(line.delivered == 0 for line in new.lines)


def test_a_refused_renewal_says_why(cast, ears):
    it = at(Status.DELIVERED, cast)
    request_renewal(it.id, actor=cast.awa)
    with refused(Invalid) as caught:
        answer_renewal_request(it.id, accept=False, actor=cast.fatou)
    assert caught.value.errors == {"reason": "required"}
    told = left_by(lambda: answer_renewal_request(it.id, accept=False, reason="À revoir", actor=cast.fatou))
    assert told == [(CHANGED, ears(awa=True, fatou=True))]
    assert again(it).requests[0].reason == "À revoir"


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("name", ["awa", "aminata", *STRANGERS])
def test_only_the_prescriber_answers_for_renewal(cast, name, accept):
    it = at(Status.DELIVERED, cast)
    request_renewal(it.id, actor=cast.awa)
    with refused(NotFound if name in STRANGERS else Forbidden):
        answer_renewal_request(it.id, accept=accept, reason="Non", actor=getattr(cast, name))


def test_a_doctor_whose_access_was_cut_renews_nothing_but_may_refuse(cast):
    it = at(Status.DELIVERED, cast)
    request_renewal(it.id, actor=cast.awa)
    decide_access_request(cast.grant.id, Access.REVOKED, actor=cast.awa)
    with refused(Forbidden, "no_write_access"):
        answer_renewal_request(it.id, accept=True, actor=cast.fatou)
    answer_renewal_request(it.id, accept=False, reason="Revenez en consultation", actor=cast.fatou)
