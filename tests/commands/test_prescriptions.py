"""Signing, choosing, presenting, cancelling, expiring: rows, audit and journal together; a refusal writes nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands import clock
from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.prescriptions import (
    answer_cancellation,
    cancel_prescription,
    choose_pharmacy,
    claim_prescription,
    expire_prescription,
    issue_prescription,
    present_prescription,
)
from fadjma.domain.access_requests import Level
from fadjma.domain.access_requests import Status as Access
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, NotFound, TooMany
from fadjma.domain.prescriptions import PRESENTED_AN_HOUR, Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Prescription
from fadjma.models.types import utcnow
from tests.ordonnances import LINES, again, at, issued, reservations, stock
from tests.traces import left_by, refused

EVERYONE = ("awa", "moussa", "fatou", "ibrahima", "aminata", "seynabou", "cheikh", "ousmane")
ISSUED = "PrescriptionIssued"
CHANGED = "PrescriptionStatusChanged"


# Signing


def test_one_signed_for_a_pharmacy_is_kept_and_told_to_its_three_parties(cast, ears):
    assert left_by(lambda: issued(cast)) == [(ISSUED, ears(awa=True, fatou=False, plateau=True))]
    it = db.session.scalars(db.select(Prescription)).unique().one()
    assert (it.status, it.version, it.claiming_pharmacy_id, it.pickup_code) == (Status.ISSUED, 1, None, None)
    assert [(line.position, line.medication, line.medication_key) for line in it.lines] == [
        (0, "Salbutamol", "salbutamol"),
        (1, "paracetamol", "paracetamol"),
    ]
    assert re.fullmatch(r"ORD-\d{8}-[0-9A-F]{8}", it.matricule)
    assert it.valid_until == it.created_at + timedelta(days=90)


def test_one_without_a_pharmacy_is_offered_to_all_without_a_name_or_an_id(cast, ears):
    told = left_by(lambda: issued(cast, pharmacy_id=None))
    assert told == [(ISSUED, ears(awa=True, fatou=False)), ("PrescriptionOffered", {"pharmacists": True})]


def test_a_reason_to_override_is_kept(cast):
    assert issued(cast, override=" Bénéfice attendu ").override == "Bénéfice attendu"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("awa", Forbidden),
        ("moussa", Forbidden),
        ("ibrahima", NotFound),
        ("ndeye", Forbidden),
        ("aminata", Forbidden),
        ("ousmane", Forbidden),
    ],
)
def test_only_a_doctor_with_write_access_signs(cast, name, error):
    with refused(error):
        issue_prescription(cast.awa.id, lines=list(LINES), actor=getattr(cast, name))


def test_read_access_does_not_sign(cast):
    asked = request_access(cast.awa.id, reason="Avis", level=Level.READ, days=5, actor=cast.ibrahima)
    decide_access_request(asked.id, Access.APPROVED, actor=cast.awa)
    with refused(Forbidden, "no_write_access"):
        issue_prescription(cast.awa.id, lines=list(LINES), actor=cast.ibrahima)


def test_access_that_ended_a_moment_ago_does_not_sign(cast):
    with refused(NotFound):
        issue_prescription(cast.awa.id, lines=list(LINES), actor=cast.fatou, now=cast.grant.expires_at)


@pytest.mark.parametrize(
    "wrong",
    [{"lines": []}, {"lines": [Line("", "", 0)]}, {"valid_days": 91}, {"pharmacy_id": uuid4()}, {"override": "x" * 501}],
)
def test_what_is_wrong_with_it_signs_nothing(cast, wrong):
    with refused(Invalid):
        issue_prescription(cast.awa.id, **{"lines": list(LINES), "actor": cast.fatou} | wrong)


# Choosing


def test_another_pharmacy_chosen_takes_the_card_from_the_first_and_tells_the_second_aloud(cast, ears):
    it = issued(cast)
    told = left_by(lambda: choose_pharmacy(it.id, cast.medina.id, actor=cast.awa))
    assert told == [(CHANGED, ears(awa=True, fatou=False, plateau=False, medina=True))]
    assert again(it).chosen_pharmacy_id == cast.medina.id


def test_a_first_pharmacy_chosen_is_told(cast, ears):
    it = issued(cast, pharmacy_id=None)
    told = left_by(lambda: choose_pharmacy(it.id, cast.plateau.id, actor=cast.awa))
    assert told == [(CHANGED, ears(awa=True, fatou=False, plateau=True))]


def test_choosing_the_same_again_tells_nobody(cast):
    it = issued(cast)
    with refused(Conflict, "already_chosen"):
        choose_pharmacy(it.id, cast.plateau.id, actor=cast.awa)


def test_a_pharmacy_that_is_none_is_named_at_its_field(cast):
    it = issued(cast)
    with refused(Invalid) as caught:
        choose_pharmacy(it.id, uuid4(), actor=cast.awa)
    assert caught.value.errors == {"pharmacy_id": "pharmacy_unknown"}


@pytest.mark.parametrize("state", sorted(set(Status) - {Status.ISSUED, Status.PARTIALLY_DELIVERED}))
def test_once_it_is_claimed_or_over_nothing_is_chosen(cast, state):
    it = at(state, cast)
    with refused(Conflict):
        choose_pharmacy(it.id, cast.medina.id, actor=cast.awa)


@pytest.mark.parametrize("name", sorted(set(EVERYONE) - {"awa"}))
def test_only_the_patient_chooses(cast, name):
    it = issued(cast)
    sees = name in ("fatou", "aminata", "seynabou")
    with refused(Forbidden if sees else NotFound):
        choose_pharmacy(it.id, cast.medina.id, actor=getattr(cast, name))


# Presenting the paper


def test_a_paper_read_is_recorded_and_told_to_the_patient_alone(cast, ears):
    it = issued(cast, pharmacy_id=None)
    told = left_by(lambda: present_prescription(f" {it.matricule.lower()} ", actor=cast.cheikh))
    assert told == [("PrescriptionPresented", ears(awa=True))]
    assert again(it).claiming_pharmacy_id is None


@pytest.mark.parametrize("name", sorted(set(EVERYONE) - {"aminata", "seynabou", "cheikh"}))
def test_only_pharmacists_read_papers(cast, name):
    it = issued(cast)
    with refused(Forbidden, "only_pharmacists"):
        present_prescription(it.matricule, actor=getattr(cast, name))


@pytest.mark.parametrize("state", [Status.DELIVERED, Status.CANCELLED, Status.EXPIRED])
def test_a_final_one_is_no_longer_there_but_for_the_pharmacy_that_held_it(cast, state):
    it = at(state, cast)
    with refused(NotFound):
        present_prescription(it.matricule, actor=cast.cheikh)
    if state == Status.DELIVERED:
        assert present_prescription(it.matricule, actor=cast.seynabou).id == it.id


def test_one_whose_validity_ended_is_not_read_however_late_the_clock(cast):
    it = issued(cast)
    with refused(NotFound):
        present_prescription(it.matricule, actor=cast.cheikh, now=it.valid_until)


def test_an_unknown_matricule_is_not_there(cast):
    with refused(NotFound):
        present_prescription("ORD-20261122-00000000", actor=cast.cheikh)


def test_a_pharmacy_reads_thirty_papers_an_hour_its_colleagues_counted(cast):
    it, now = issued(cast), utcnow()
    for n in range(PRESENTED_AN_HOUR):
        present_prescription(it.matricule, actor=(cast.aminata, cast.seynabou)[n % 2], now=now)
    with refused(TooMany):
        present_prescription(it.matricule, actor=cast.aminata, now=now + timedelta(minutes=59))
    present_prescription(it.matricule, actor=cast.cheikh, now=now)
    present_prescription(it.matricule, actor=cast.aminata, now=now + timedelta(minutes=61))


# Cancelling


def test_an_unclaimed_one_is_cancelled_at_once(cast, ears):
    it = issued(cast)
    told = left_by(lambda: cancel_prescription(it.id, reason=" Erreur de dose ", actor=cast.fatou))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=False))]
    assert (again(it).status, again(it).reason) == (Status.CANCELLED, "Erreur de dose")


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.IN_PREPARATION, Status.READY])
def test_a_claimed_one_is_frozen_until_the_pharmacy_answers(cast, ears, state):
    it = at(state, cast)
    told = left_by(lambda: cancel_prescription(it.id, reason="Erreur", actor=cast.fatou))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=True))]
    assert (again(it).status, again(it).frozen_status) == (Status.CANCELLATION_REQUESTED, state)


def test_agreed_it_is_cancelled_and_its_lots_are_free_again(cast, ears):
    it = at(Status.CANCELLATION_REQUESTED, cast)
    before = stock(cast.plateau)
    told = left_by(lambda: answer_cancellation(it.id, accept=True, actor=cast.aminata))
    lots = [("InventoryUpdated", ears(plateau=False))] * 2
    assert told == [*lots, (CHANGED, ears(awa=True, fatou=True, plateau=True))]
    it = again(it)
    assert (it.status, it.frozen_status, it.pickup_code) == (Status.CANCELLED, None, None)
    assert it.claiming_pharmacy_id == cast.plateau.id
    assert reservations() == []
    assert before["Paracétamol"] == (100, 20) and stock(cast.plateau)["Paracétamol"] == (100, 0)


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.IN_PREPARATION, Status.READY])
def test_refused_it_goes_on_where_it_was_and_the_prescriber_hears_why(cast, ears, state):
    it = at(state, cast)
    cancel_prescription(it.id, reason="Erreur", actor=cast.fatou)
    kept = reservations()
    told = left_by(lambda: answer_cancellation(it.id, accept=False, reason="Déjà remis", actor=cast.seynabou))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=False))]
    it = again(it)
    assert (it.status, it.frozen_status, it.reason) == (state, None, "Déjà remis")
    assert it.pickup_code is not None and reservations() == kept


def test_a_refusal_says_why(cast):
    it = at(Status.CANCELLATION_REQUESTED, cast)
    with refused(Invalid) as caught:
        answer_cancellation(it.id, accept=False, reason=" ", actor=cast.aminata)
    assert caught.value.errors == {"reason": "required"}


def test_so_does_a_cancellation(cast):
    it = issued(cast)
    with refused(Invalid) as caught:
        cancel_prescription(it.id, reason="", actor=cast.fatou)
    assert caught.value.errors == {"reason": "required"}


@pytest.mark.parametrize("state", [Status.CANCELLATION_REQUESTED, Status.DELIVERED, Status.CANCELLED, Status.EXPIRED])
def test_what_is_over_or_already_asked_is_not_cancelled(cast, state):
    it = at(state, cast)
    with refused(InvalidTransition):
        cancel_prescription(it.id, reason="Erreur", actor=cast.fatou)


@pytest.mark.parametrize("name", sorted(set(EVERYONE) - {"fatou"}))
def test_only_the_prescriber_cancels(cast, name):
    it = issued(cast)
    with refused(Forbidden if name in ("awa", "aminata", "seynabou") else NotFound):
        cancel_prescription(it.id, reason="Erreur", actor=getattr(cast, name))


@pytest.mark.parametrize("accept", [True, False])
@pytest.mark.parametrize("name", sorted(set(EVERYONE) - {"aminata", "seynabou"}))
def test_only_the_pharmacy_that_holds_it_answers(cast, name, accept):
    it = at(Status.CANCELLATION_REQUESTED, cast)
    with refused(Forbidden if name in ("awa", "fatou") else NotFound):
        answer_cancellation(it.id, accept=accept, reason="Non", actor=getattr(cast, name))


@pytest.mark.parametrize("state", [Status.VALIDATED, Status.READY, Status.DELIVERED])
def test_there_is_nothing_to_answer_where_nothing_was_asked(cast, state):
    it = at(state, cast)
    with refused(InvalidTransition):
        answer_cancellation(it.id, accept=True, actor=cast.aminata)


# The end of validity


def test_time_ends_one_that_nobody_claimed(cast, ears):
    it = issued(cast, valid_days=3)
    assert clock.run(it.valid_until - timedelta(seconds=1)) == 0
    told = left_by(lambda: expire_prescription(it.id, now=it.valid_until))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=False))]
    assert again(it).status == Status.EXPIRED
    with refused(Conflict, "not_due"):
        expire_prescription(it.id, now=it.valid_until)


def test_the_clock_ends_it_once(cast):
    it = issued(cast, valid_days=5)
    assert [clock.run(it.valid_until), clock.run(it.valid_until)] == [1, 0]


def test_one_in_a_pharmacys_hands_does_not_expire(cast):
    it = at(Status.VALIDATED, cast)
    with refused(Conflict, "not_due"):
        expire_prescription(it.id, now=it.valid_until + timedelta(days=1))


def test_after_its_end_it_is_not_claimed_though_the_clock_has_not_run(cast):
    it = issued(cast)
    with refused(Conflict, "prescription_expired"):
        claim_prescription(it.id, actor=cast.aminata, now=it.valid_until)
