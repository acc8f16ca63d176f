"""Claiming, preparing, handing over, giving back: rows, audit and journal together; a refusal writes nothing."""

from datetime import timedelta

import pytest

from fadjma.commands.dispensing import (
    claim_prescription,
    deliver_prescription,
    make_prescription_ready,
    prepare_prescription,
    renew_pickup_code,
    return_prescription,
)
from fadjma.commands.prescriptions import choose_pharmacy
from fadjma.commands.requests import request_delivery
from fadjma.commands.stock import adjust_stock, receive_stock
from fadjma.domain.errors import Conflict, Forbidden, Invalid, InvalidTransition, NotFound, TooMany, WrongCode
from fadjma.domain.prescriptions import CODE_ATTEMPTS, LineStatus, Status
from fadjma.domain.requests import Answer
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Dispense, Fact, Prescription, StockItem, StockMovement
from fadjma.models.types import utcnow
from tests.ordonnances import ON_THE_WAY, again, at, code, issued, reservations, stock, wrong
from tests.traces import left_by, refused

CHANGED = "PrescriptionStatusChanged"
OTHERS = ("awa", "moussa", "fatou", "ibrahima", "cheikh", "ousmane")
SEES = ("awa", "fatou")
HELD = (Status.VALIDATED, Status.IN_PREPARATION, Status.READY)
ACTS = {
    "prepare": lambda it, who: prepare_prescription(it.id, actor=who),
    "make ready": lambda it, who: make_prescription_ready(it.id, actor=who),
    "deliver": lambda it, who: deliver_prescription(it.id, pickup_code=it.pickup_code or "000000", actor=who),
    "return": lambda it, who: return_prescription(it.id, reason="Rupture", actor=who),
}
AFTER = {
    ("prepare", Status.VALIDATED): Status.IN_PREPARATION,
    ("make ready", Status.IN_PREPARATION): Status.READY,
    ("deliver", Status.READY): Status.DELIVERED,
    **{("return", state): Status.ISSUED for state in HELD},
}
STATES = sorted(set(Status) - {Status.PARTIALLY_DELIVERED})


def lots(ears, many):
    return [("InventoryUpdated", ears(plateau=False))] * many


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_the_pharmacy_does_each_act_in_its_state_and_no_other(cast, act, state):
    it = at(state, cast)
    if (act, state) in AFTER:
        ACTS[act](it, cast.seynabou)
        assert again(it).status == AFTER[act, state]
    elif state in (Status.ISSUED, Status.CANCELLED, Status.EXPIRED):  # not, or no longer, in its hands
        with refused(Forbidden if state == Status.ISSUED else NotFound):
            ACTS[act](it, cast.seynabou)
    else:
        with refused(InvalidTransition):
            ACTS[act](it, cast.seynabou)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(("act", "state"), [key for key in AFTER if key[0] != "return"] + [("return", Status.READY)])
def test_nobody_else_does(cast, act, state, name):
    it = at(state, cast)
    if (act, name) == ("return", "awa"):
        ACTS[act](it, cast.awa)
        assert again(it).status == Status.ISSUED
    else:
        with refused(Forbidden if name in SEES else NotFound):
            ACTS[act](it, getattr(cast, name))


# Claiming


def test_the_chosen_pharmacy_claims_from_its_queue(cast, ears):
    it = issued(cast)
    told = left_by(lambda: claim_prescription(it.id, actor=cast.aminata))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=False))]
    it = again(it)
    assert (it.status, it.claiming_pharmacy_id, it.code_attempts) == (Status.VALIDATED, cast.plateau.id, 0)
    assert len(it.pickup_code) == 6 and it.pickup_code.isdigit()


def test_another_claims_by_the_matricule_and_the_chosen_ones_card_leaves(cast, ears):
    it = issued(cast)
    told = left_by(lambda: claim_prescription(it.id, matricule=it.matricule, actor=cast.cheikh))
    assert told == [(CHANGED, ears(awa=True, fatou=True, plateau=False, medina=False))]
    assert again(it).claiming_pharmacy_id == cast.medina.id


def test_one_for_nobody_in_particular_is_claimed_by_the_matricule_alone(cast):
    it = issued(cast, pharmacy_id=None)
    with refused(NotFound):
        claim_prescription(it.id, actor=cast.aminata)
    with refused(NotFound):
        claim_prescription(it.id, matricule="ORD-20261122-00000000", actor=cast.aminata)
    assert claim_prescription(it.id, matricule=it.matricule, actor=cast.aminata).status == Status.VALIDATED


@pytest.mark.parametrize("by_matricule", [False, True])
@pytest.mark.parametrize("name", ["seynabou", "cheikh"])
def test_of_two_at_once_one_wins_and_the_other_hears_so(cast, name, by_matricule):
    chosen = cast.plateau if name == "seynabou" else cast.medina
    it = issued(cast, pharmacy_id=chosen.id)
    claim_prescription(it.id, matricule=it.matricule, actor=cast.aminata)
    with refused(Conflict, "already_claimed"):
        claim_prescription(it.id, matricule=it.matricule if by_matricule else None, actor=getattr(cast, name))
    assert again(it).claiming_pharmacy_id == cast.plateau.id


def test_who_never_could_claim_it_does_not_learn_that_somebody_did(cast):
    it = at(Status.VALIDATED, cast)
    for name in ("cheikh", "moussa", "fatou", "awa", "ousmane"):
        with refused(NotFound):
            claim_prescription(it.id, actor=getattr(cast, name))


# Preparing


def test_preparing_sets_lots_aside_earliest_expiry_first(cast, ears):
    soon = utcnow().date() + timedelta(days=20)
    receive_stock(medication="Paracétamol", lot="S1", expires_on=soon, quantity=15, actor=cast.aminata)
    it = at(Status.VALIDATED, cast)
    told = left_by(lambda: prepare_prescription(it.id, actor=cast.aminata))
    assert told == [*lots(ears, 3), (CHANGED, ears(awa=True, fatou=False, plateau=False))]
    assert reservations() == [("A1", 1), ("A1", 5), ("S1", 15)]


def test_without_stock_the_lines_are_named_and_nothing_is_set_aside(cast):
    lines = [Line("Salbutamol", "100 µg", 1), Line("Artéméther", "20 mg", 24), Line("Amoxicilline", "500 mg", 101)]
    it = at(Status.VALIDATED, cast, lines)
    with refused(Conflict, "not_enough_stock") as caught:
        prepare_prescription(it.id, actor=cast.aminata)
    assert caught.value.details["lines"] == [
        {"id": str(line.id), "medication": line.medication} for line in again(it).lines[1:]
    ]


def test_two_lines_of_one_medication_share_its_lots(cast):
    lines = [Line("Paracétamol", "500 mg", 60), Line("paracetamol", "1 g", 41)]
    it = at(Status.VALIDATED, cast, lines)
    with refused(Conflict, "not_enough_stock") as caught:
        prepare_prescription(it.id, actor=cast.aminata)
    assert [line["medication"] for line in caught.value.details["lines"]] == ["paracetamol"]


def test_what_one_ordonnance_has_set_aside_is_not_there_for_another(cast):
    first, second = (at(Status.VALIDATED, cast, [Line("Amoxicilline", "500 mg", 60)]) for _ in range(2))
    prepare_prescription(first.id, actor=cast.aminata)
    with refused(Conflict, "not_enough_stock"):
        prepare_prescription(second.id, actor=cast.seynabou)
    return_prescription(first.id, reason="Absent", actor=cast.aminata)
    assert prepare_prescription(second.id, actor=cast.seynabou).status == Status.IN_PREPARATION


def test_being_ready_is_told_to_the_patient_aloud_and_to_the_prescriber_quietly(cast, ears):
    it = at(Status.IN_PREPARATION, cast)
    told = left_by(lambda: make_prescription_ready(it.id, actor=cast.aminata))
    assert told == [(CHANGED, ears(awa=True, fatou=False, plateau=False))]


# Handing over


def test_delivery_takes_the_lots_and_keeps_who_gave_what(cast, ears):
    it = at(Status.READY, cast)
    told = left_by(lambda: deliver_prescription(it.id, pickup_code=it.pickup_code, actor=cast.seynabou))
    assert told == [*lots(ears, 2), (CHANGED, ears(awa=True, fatou=True, plateau=False))]
    it = again(it)
    assert (it.status, it.pickup_code) == (Status.DELIVERED, None)
    assert [(line.delivered, line.status) for line in it.lines] == [(1, LineStatus.DELIVERED), (20, LineStatus.DELIVERED)]
    given = db.session.scalars(db.select(Dispense)).all()
    assert {(row.line_id, row.quantity, row.pharmacist_id, row.pharmacy_id) for row in given} == {
        (line.id, line.quantity, cast.seynabou.id, cast.plateau.id) for line in it.lines
    }
    moves = db.session.scalars(db.select(StockMovement).where(StockMovement.prescription_id == it.id)).all()
    assert sorted(row.quantity for row in moves) == [-20, -1]
    assert reservations() == []
    assert stock(cast.plateau) == {"Salbutamol": (99, 0), "Paracétamol": (80, 0), "Amoxicilline": (100, 0)}


def test_the_code_may_be_typed_with_spaces(cast):
    it = at(Status.READY, cast)
    typed = f" {it.pickup_code[:3]} {it.pickup_code[3:]} "
    assert deliver_prescription(it.id, pickup_code=typed, actor=cast.aminata).status == Status.DELIVERED


def test_a_wrong_code_is_counted_recorded_and_told_to_the_patient(cast, ears):
    it = at(Status.READY, cast)

    def fail():
        with pytest.raises(WrongCode) as caught:
            deliver_prescription(it.id, pickup_code=wrong(it.pickup_code), actor=cast.aminata)
        assert caught.value.errors == {"pickup_code": "code_wrong"}

    assert left_by(fail) == [("PickupCodeRefused", ears(awa=True, plateau=False))]
    assert (again(it).code_attempts, again(it).status) == (1, Status.READY)
    assert stock(cast.plateau)["Paracétamol"] == (100, 20)


def test_no_code_at_all_is_not_a_try(cast):
    it = at(Status.READY, cast)
    with refused(Invalid) as caught:
        deliver_prescription(it.id, pickup_code="  ", actor=cast.aminata)
    assert caught.value.errors == {"pickup_code": "required"}


def test_after_five_wrong_ones_even_the_right_one_waits_for_a_new_one(cast, ears):
    it = at(Status.READY, cast)
    for _ in range(CODE_ATTEMPTS):
        with pytest.raises(WrongCode):
            deliver_prescription(it.id, pickup_code=wrong(it.pickup_code), actor=cast.aminata)
    with refused(TooMany, "code_blocked"):
        deliver_prescription(it.id, pickup_code=code(it.id), actor=cast.aminata)
    old = code(it.id)
    assert left_by(lambda: renew_pickup_code(it.id, actor=cast.awa)) == [
        ("PickupCodeRenewed", ears(awa=False, plateau=True))
    ]
    new = code(it.id)
    assert new != old and again(it).code_attempts == 0
    with pytest.raises(WrongCode):
        deliver_prescription(it.id, pickup_code=old, actor=cast.aminata)
    assert deliver_prescription(it.id, pickup_code=new, actor=cast.aminata).status == Status.DELIVERED


def test_the_code_is_in_no_fact(cast):
    it = at(Status.READY, cast)
    secret = it.pickup_code
    for table in ("facts", "audit_entries", "entries"):
        rows = db.session.execute(db.metadata.tables[table].select()).all()
        assert all(secret not in str(value) for row in rows for value in row if isinstance(value, str | dict))


def test_the_state_comes_before_the_code(cast):
    it = at(Status.CANCELLATION_REQUESTED, cast)
    with refused(InvalidTransition):
        deliver_prescription(it.id, pickup_code=wrong(it.pickup_code), actor=cast.aminata)


def test_a_lot_that_expired_since_it_was_set_aside_is_not_handed_over(cast):
    tomorrow = utcnow().date() + timedelta(days=1)
    receive_stock(medication="Quinine", lot="Q1", expires_on=tomorrow, quantity=6, actor=cast.aminata)
    it = at(Status.READY, cast, [Line("Quinine", "300 mg", 6)])
    with refused(Conflict, "not_enough_stock"):
        deliver_prescription(it.id, pickup_code=it.pickup_code, actor=cast.aminata, now=utcnow() + timedelta(days=1))


def test_a_second_delivery_is_refused_before_its_code_is_looked_at(cast):
    it = at(Status.READY, cast)
    right = it.pickup_code
    deliver_prescription(it.id, pickup_code=right, actor=cast.aminata)
    with refused(InvalidTransition):
        deliver_prescription(it.id, pickup_code=right, actor=cast.seynabou)
    assert db.session.query(Dispense).count() == 2


def test_medication_that_runs_low_is_told_once_to_all_of_the_pharmacy_until_it_is_stocked_again(cast, ears):
    low = ("StockRanLow", ears(plateau=True))

    def deliver(units):
        it = at(Status.READY, cast, [Line("Amoxicilline", "500 mg", units)])
        return left_by(lambda: deliver_prescription(it.id, pickup_code=it.pickup_code, actor=cast.aminata))

    assert low not in deliver(89)
    assert low in deliver(1)
    assert low not in deliver(1)
    far = utcnow().date() + timedelta(days=500)
    receive_stock(medication="amoxicilline", lot="B2", expires_on=far, quantity=10, actor=cast.aminata)
    assert low in deliver(9)


# Giving back


@pytest.mark.parametrize("state", HELD)
@pytest.mark.parametrize("name", ["aminata", "awa"])
def test_given_back_it_is_nobodys_and_the_patient_chooses_anew(cast, ears, state, name):
    it = at(state, cast)
    set_aside = len(reservations())
    told = left_by(lambda: return_prescription(it.id, reason=" Rupture ", actor=getattr(cast, name)))
    assert told == [*lots(ears, set_aside), (CHANGED, ears(awa=True, fatou=True, plateau=False))]
    it = again(it)
    assert (it.status, it.chosen_pharmacy_id, it.claiming_pharmacy_id, it.claimed_at) == (Status.ISSUED, None, None, None)
    assert (it.pickup_code, it.code_attempts, it.reason) == (None, 0, "Rupture")
    assert reservations() == [] and all(reserved == 0 for _, reserved in stock(cast.plateau).values())
    choose_pharmacy(it.id, cast.medina.id, actor=cast.awa)
    claim_prescription(it.id, actor=cast.cheikh)
    with refused(NotFound):
        prepare_prescription(it.id, actor=cast.aminata)


def test_a_return_says_why(cast):
    it = at(Status.READY, cast)
    with refused(Invalid) as caught:
        return_prescription(it.id, reason="", actor=cast.awa)
    assert caught.value.errors == {"reason": "required"}


@pytest.mark.parametrize("end", ["return", "deliver"])
def test_the_request_for_delivery_is_closed_once_nobody_holds_it(cast, end):
    it = at(Status.READY, cast)
    request_delivery(it.id, mode="pickup", actor=cast.awa)
    ACTS[end](it, cast.aminata)
    assert [request.status for request in again(it).requests] == [Answer.CLOSED]


# The code


@pytest.mark.parametrize("state", STATES)
def test_a_new_code_is_drawn_while_a_pharmacy_holds_it(cast, state):
    it = at(state, cast)
    if state in (*HELD, Status.CANCELLATION_REQUESTED):
        assert renew_pickup_code(it.id, actor=cast.awa).code_attempts == 0
    else:
        with refused(Conflict, "no_pharmacy_holds_it"):
            renew_pickup_code(it.id, actor=cast.awa)


@pytest.mark.parametrize("name", ["moussa", "fatou", "ibrahima", "aminata", "cheikh", "ousmane"])
def test_only_the_patient_draws_it(cast, name):
    it = at(Status.READY, cast)
    with refused(Forbidden if name in ("fatou", "aminata") else NotFound):
        renew_pickup_code(it.id, actor=getattr(cast, name))


# Many at once


@pytest.mark.parametrize("act", [*ACTS, "claim"])
def test_of_many_at_once_exactly_one_does_it(cast, at_once, act):
    state = next((state for name, state in AFTER if name == act), Status.ISSUED)
    id, acts = at(state, cast).id, ACTS | {"claim": lambda it, who: claim_prescription(it.id, actor=who)}
    outcomes = at_once(12, lambda: acts[act](db.session.get(Prescription, id), cast.aminata))
    assert outcomes.count("done") == 1
    assert all(isinstance(outcome, Conflict | NotFound | Forbidden) for outcome in outcomes if outcome != "done")
    assert len(db.session.scalars(db.select(Fact).where(Fact.name == CHANGED)).all()) == ON_THE_WAY.index(state) + 1


def test_however_many_take_at_once_no_quantity_goes_below_zero(cast, at_once):
    orders = iter([at(Status.VALIDATED, cast, [Line("Salbutamol", "100 µg", 30)]).id for _ in range(6)])
    outcomes = at_once(6, lambda: prepare_prescription(next(orders), actor=cast.aminata))
    assert outcomes.count("done") == 3
    assert stock(cast.plateau)["Salbutamol"] == (100, 90)
    item = db.session.scalars(db.select(StockItem).where(StockItem.reserved == 90)).one()
    with refused(Conflict, "below_reserved"):
        adjust_stock(item.id, quantity=-11, reason="Casse", actor=cast.aminata)
