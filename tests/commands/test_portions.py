"""Handing over in part, with substitutes, and taking back: rows, audit and journal together; a refusal writes nothing."""

from datetime import timedelta

import pytest

from fadjma.commands.dispenses import reverse_dispense
from fadjma.commands.dispensing import deliver_prescription, prepare_prescription, return_prescription
from fadjma.commands.prescriptions import choose_pharmacy, claim_prescription, make_prescription_ready
from fadjma.commands.stock import receive_stock
from fadjma.domain.dispensing import Portion
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound, WrongCode
from fadjma.domain.prescriptions import LineStatus, Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Dispense, StockMovement
from fadjma.models.types import utcnow
from tests.ordonnances import again, at, code, issued, reservations, stock, wrong
from tests.traces import left_by, refused

CHANGED, UPDATED = "PrescriptionStatusChanged", "InventoryUpdated"
LINES = [Line("Amoxicilline", "500 mg", 30), Line("Paracétamol", "500 mg", 20)]


def deliver(it, *portions, actor, **terms):
    """Hand over portions of it, against its code; return it as it is then."""
    terms = {"pickup_code": code(it.id), "lines": [Portion(*portion) for portion in portions] or None} | terms
    deliver_prescription(it.id, actor=actor, **terms)
    return again(it)


def ready(cast, lines=LINES):
    """Return one that is ready, and the ids of its lines."""
    it = at(Status.READY, cast, lines)
    return it, [line.id for line in it.lines]


def test_a_part_is_handed_over_and_its_balance_stays_set_aside(cast, ears):
    it, (first, _) = ready(cast)
    told = left_by(lambda: deliver(it, (first, 10), actor=cast.aminata))
    assert told[-1] == (CHANGED, ears(awa=True, fatou=True, plateau=False))
    it = again(it)
    assert it.status == Status.PARTIALLY_DELIVERED and it.pickup_code
    assert [(line.delivered, line.status) for line in it.lines] == [(10, LineStatus.OPEN), (0, LineStatus.OPEN)]
    assert stock(cast.plateau) == {"Salbutamol": (100, 0), "Paracétamol": (100, 20), "Amoxicilline": (90, 20)}


def test_what_remains_is_handed_over_by_and_by_and_then_it_is_delivered(cast):
    it, (first, second) = ready(cast)
    deliver(it, (first, 10), (second, 20), actor=cast.aminata)
    assert deliver(it, (first, 5), actor=cast.seynabou).status == Status.PARTIALLY_DELIVERED
    it = deliver(it, actor=cast.aminata)
    assert (it.status, it.pickup_code) == (Status.DELIVERED, None)
    assert sum(row.quantity for row in it.dispenses) == 50 and reservations() == []
    assert stock(cast.plateau)["Amoxicilline"] == (70, 0)


def test_more_than_remains_is_never_handed_over(cast):
    it, (first, _) = ready(cast)
    it = deliver(it, (first, 10), actor=cast.aminata)
    with refused(Invalid) as caught:
        deliver(it, (first, 21), actor=cast.aminata)
    assert caught.value.errors == {"lines.0.quantity": "more_than_remains"}


def test_a_wrong_code_hands_over_nothing_of_a_part_either(cast):
    it, (first, second) = ready(cast)
    with pytest.raises(WrongCode):
        deliver(it, (first, 10), (second, 0, "", "refused"), actor=cast.aminata, pickup_code=wrong(it.pickup_code))
    assert [line.status for line in again(it).lines] == [LineStatus.OPEN] * 2
    assert stock(cast.plateau)["Amoxicilline"] == (100, 30)


def test_the_balance_goes_to_another_pharmacy_with_its_own_code_and_lots(cast, ears):
    it, (first, second) = ready(cast)
    old = it.pickup_code
    deliver(it, (first, 30), (second, 5), actor=cast.aminata)
    told = left_by(lambda: return_prescription(it.id, reason="Rupture", actor=cast.awa))
    assert told[-1] == (CHANGED, ears(awa=True, fatou=True, plateau=False))
    assert stock(cast.plateau)["Paracétamol"] == (95, 0)
    choose_pharmacy(it.id, cast.medina.id, actor=cast.awa)
    claim_prescription(it.id, actor=cast.cheikh)
    assert code(it.id) != old
    prepare_prescription(it.id, actor=cast.cheikh)
    assert stock(cast.medina) == {"Salbutamol": (100, 0), "Paracétamol": (100, 15), "Amoxicilline": (100, 0)}
    make_prescription_ready(it.id, actor=cast.cheikh)
    with refused(NotFound):
        deliver(it, actor=cast.aminata)
    it = deliver(it, actor=cast.cheikh)
    assert it.status == Status.DELIVERED
    given = [(row.pharmacy_id, row.quantity) for row in it.dispenses]
    assert given == [(cast.plateau.id, 30), (cast.plateau.id, 5), (cast.medina.id, 15)]


def test_what_there_is_may_be_prepared_and_the_balance_waits(cast):
    it = at(Status.VALIDATED, cast, [Line("Amoxicilline", "500 mg", 130), Line("Quinine", "300 mg", 6)])
    with refused(Conflict, "not_enough_stock"):
        prepare_prescription(it.id, actor=cast.aminata)
    prepare_prescription(it.id, partial=True, actor=cast.aminata)
    make_prescription_ready(it.id, actor=cast.aminata)
    assert stock(cast.plateau)["Amoxicilline"] == (100, 100)
    with refused(Conflict, "not_enough_stock") as caught:
        deliver(it, actor=cast.aminata)
    assert [line["medication"] for line in caught.value.details["lines"]] == ["Amoxicilline", "Quinine"]
    assert deliver(it, (again(it).lines[0].id, 100), actor=cast.aminata).status == Status.PARTIALLY_DELIVERED


def test_with_nothing_there_nothing_is_prepared(cast):
    it = at(Status.VALIDATED, cast, [Line("Quinine", "300 mg", 6)])
    with refused(Conflict, "not_enough_stock"):
        prepare_prescription(it.id, partial=True, actor=cast.aminata)


def test_a_delivery_takes_what_came_in_since_if_it_expires_first(cast):
    it, (first, _) = ready(cast)
    soon = utcnow().date() + timedelta(days=30)
    receive_stock(medication="Amoxicilline", lot="S1", expires_on=soon, quantity=4, actor=cast.aminata)
    it = deliver(it, (first, 10), actor=cast.aminata)
    assert [(row.stock_item.lot, row.quantity) for row in it.dispenses] == [("S1", 4), ("A1", 6)]


def test_a_substitute_comes_from_its_own_lots_and_is_told(cast, ears):
    it, (first, second) = ready(cast)
    told = left_by(lambda: deliver(it, (first, 30), (second, 20, "salbutamol", "Rupture"), actor=cast.aminata))
    assert ("LineSubstituted", ears(awa=True, fatou=True, plateau=False)) in told
    it = again(it)
    assert it.status == Status.DELIVERED
    given = it.dispenses[-1]
    assert (given.line_id, given.substitute, given.reason, given.quantity) == (second, "Salbutamol", "Rupture", 20)
    assert stock(cast.plateau) == {"Salbutamol": (80, 0), "Paracétamol": (100, 0), "Amoxicilline": (70, 0)}


def test_a_substitute_that_is_not_there_or_not_allowed_is_refused(cast):
    lines = [Line("Amoxicilline", "500 mg", 30, substitutable=False), Line("Paracétamol", "500 mg", 20)]
    it, (first, second) = ready(cast, lines)
    with refused(Conflict, "not_substitutable"):
        deliver(it, (first, 1, "Salbutamol", "Rupture"), actor=cast.aminata)
    with refused(Conflict, "not_enough_stock"):
        deliver(it, (second, 1, "Morphine", "Rupture"), actor=cast.aminata)


def test_a_line_left_out_at_the_counter_closes_the_rest(cast, ears):
    it, (first, second) = ready(cast)
    told = left_by(lambda: deliver(it, (first, 30), (second, 0, "", "refused"), actor=cast.aminata))
    assert ("LineNotDispensed", ears(awa=True, fatou=True, plateau=False)) in told
    it = again(it)
    assert (it.status, it.lines[1].status, it.lines[1].why_not) == (Status.DELIVERED, LineStatus.NOT_DISPENSED, "refused")
    assert reservations() == []


def test_where_all_is_left_out_nothing_was_delivered(cast):
    it, (first, second) = ready(cast)
    it = deliver(it, (first, 0, "", "refused"), (second, 0, "", "unsuitable"), actor=cast.aminata)
    assert it.status == Status.READY and it.dispenses == []
    with refused(Conflict, "nothing_remains"):
        deliver(it, actor=cast.aminata)


def test_after_48_hours_even_a_late_clock_hands_nothing_over(cast):
    it, _ = ready(cast)
    with refused(Conflict, "waited_too_long"):
        deliver(it, actor=cast.aminata, now=utcnow() + timedelta(hours=48, minutes=1))


# Taking back


def test_an_error_is_taken_back_by_a_counter_entry_and_the_stock_is_restored(cast, ears):
    it, (first, _) = ready(cast)
    (given,) = deliver(it, (first, 10), actor=cast.aminata).dispenses
    told = left_by(lambda: reverse_dispense(it.id, given.id, reason=" Erreur de boîte ", actor=cast.aminata))
    assert told == [(UPDATED, ears(plateau=False)), ("DispenseReversed", ears(awa=True, fatou=True, plateau=False))]
    it = again(it)
    assert (it.status, it.lines[0].delivered, it.lines[0].status) == (Status.READY, 0, LineStatus.OPEN)
    assert [(row.quantity, row.reverses_id, row.reason) for row in it.dispenses] == [
        (10, None, ""),
        (-10, given.id, "Erreur de boîte"),
    ]
    assert stock(cast.plateau)["Amoxicilline"] == (100, 20)
    moves = db.session.scalars(db.select(StockMovement).where(StockMovement.prescription_id == it.id))
    assert sorted(row.quantity for row in moves) == [-10, 10]


def test_what_was_delivered_by_error_is_to_be_delivered_again_with_a_new_code(cast):
    it = at(Status.DELIVERED, cast, LINES)
    reverse_dispense(it.id, it.dispenses[0].id, reason="Erreur", actor=cast.aminata)
    it = again(it)
    assert it.status == Status.PARTIALLY_DELIVERED and len(it.pickup_code) == 6
    assert deliver(it, actor=cast.aminata).status == Status.DELIVERED


@pytest.mark.parametrize("name", ["seynabou", "awa", "fatou", "cheikh", "moussa", "ousmane"])
def test_only_who_handed_over_takes_back(cast, name):
    it = at(Status.DELIVERED, cast, LINES)
    with refused(NotFound if name in ("cheikh", "moussa", "ousmane") else Forbidden):
        reverse_dispense(it.id, it.dispenses[0].id, reason="Erreur", actor=getattr(cast, name))


def test_an_error_is_taken_back_once_for_a_reason_and_within_a_day(cast):
    it = at(Status.DELIVERED, cast, LINES)
    given = it.dispenses[0].id
    with refused(Invalid):
        reverse_dispense(it.id, given, reason=" ", actor=cast.aminata)
    with refused(Conflict, "too_late_to_reverse"):
        reverse_dispense(it.id, given, reason="Erreur", actor=cast.aminata, now=utcnow() + timedelta(hours=25))
    reverse_dispense(it.id, given, reason="Erreur", actor=cast.aminata)
    counter = db.session.scalars(db.select(Dispense).where(Dispense.reverses_id == given)).one().id
    for id in (given, counter):
        with refused(Conflict, "already_reversed"):
            reverse_dispense(it.id, id, reason="Erreur", actor=cast.aminata)


def test_the_record_of_another_ordonnance_is_not_there(cast):
    it, other = at(Status.DELIVERED, cast, LINES), issued(cast, override="Suite")
    claim_prescription(other.id, actor=cast.aminata)
    with refused(NotFound):
        reverse_dispense(other.id, again(it).dispenses[0].id, reason="Erreur", actor=cast.aminata)
