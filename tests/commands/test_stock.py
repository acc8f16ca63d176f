"""Receiving and counting again: rows, audit and journal together; a refusal writes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands.stock import adjust_stock, receive_stock
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.domain.prescriptions import Status
from fadjma.domain.stock import MOST
from fadjma.extensions import db
from fadjma.models import StockItem, StockMovement
from fadjma.models.types import utcnow
from tests.ordonnances import at
from tests.traces import left_by, refused

NEXT_YEAR = utcnow().date() + timedelta(days=365)
UPDATED, LOW = "InventoryUpdated", "StockRanLow"


def receive(cast, actor=None, **given):
    """Receive 10 of a lot of paracetamol at the Plateau, unless `given` says otherwise."""
    given = {"medication": "Paracétamol", "lot": "B2", "expires_on": NEXT_YEAR, "quantity": 10} | given
    return receive_stock(**given, actor=actor or cast.aminata)


def lots(pharmacy, key="paracetamol"):
    """Return {lot: row} of a medication in a pharmacy."""
    query = db.select(StockItem).where(StockItem.pharmacy_id == pharmacy.id, StockItem.medication_key == key)
    return {item.lot: item for item in db.session.scalars(query)}


def moves(item):
    """Return [(units, why, who)] of a lot."""
    rows = db.session.scalars(db.select(StockMovement).where(StockMovement.stock_item_id == item.id))
    return [(row.quantity, row.reason, row.actor_id) for row in rows]


def test_a_new_lot_stands_beside_the_known_ones(cast, ears):
    told = left_by(lambda: receive(cast, medication=" PARACETAMOL ", lot=" B  2 "))
    assert told == [(UPDATED, ears(plateau=False))]
    item = lots(cast.plateau)["B 2"]
    assert (item.medication, item.on_hand, item.reserved, item.threshold) == ("Paracétamol", 10, 0, 10)
    assert moves(item) == [(10, "", cast.aminata.id)]
    assert set(lots(cast.medina)) == {"A1"}


def test_more_of_a_known_lot_is_added_to_it(cast):
    known = lots(cast.plateau)["A1"]
    item = receive(cast, medication="paracétamol", lot="A1", expires_on=known.expires_on, actor=cast.seynabou)
    assert (item.id, item.on_hand) == (known.id, 110)
    assert moves(item) == [(10, "", cast.seynabou.id)]


def test_the_same_lot_number_of_another_date_is_another_lot(cast):
    receive(cast, lot="A1")
    query = db.select(StockItem).where(StockItem.pharmacy_id == cast.plateau.id, StockItem.lot == "A1")
    assert len(db.session.scalars(query.where(StockItem.medication_key == "paracetamol")).all()) == 2


def test_a_threshold_is_the_medications_whatever_the_lot(cast, ears):
    told = left_by(lambda: receive(cast, threshold=30))
    assert told == [(UPDATED, ears(plateau=False))] * 2
    assert {item.threshold for item in lots(cast.plateau).values()} == {30}


def test_what_comes_in_low_is_told_once_and_no_more_once_it_is_enough(cast, ears):
    first = {"medication": "Insuline", "threshold": 20}
    assert (LOW, ears(plateau=True)) in left_by(lambda: receive(cast, **first))
    assert [name for name, _ in left_by(lambda: receive(cast, medication="Insuline"))] == [UPDATED]
    assert all(item.low_told for item in lots(cast.plateau, "insuline").values())
    told = left_by(lambda: receive(cast, medication="Insuline", lot="C3"))
    assert told == [(UPDATED, ears(plateau=False))] * 2
    assert not any(item.low_told for item in lots(cast.plateau, "insuline").values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"medication": " "},
        {"lot": ""},
        {"expires_on": None},
        {"expires_on": utcnow().date()},
        {"quantity": 0},
        {"quantity": None},
        {"quantity": MOST + 1},
        {"threshold": -1},
    ],
)
def test_what_is_wrong_with_a_receipt_takes_nothing_in(cast, wrong):
    with refused(Invalid) as caught:
        receive(cast, **wrong)
    assert set(caught.value.errors) == set(wrong)


def test_a_lot_has_a_most(cast):
    receive(cast, quantity=MOST)
    with refused(Invalid) as caught:
        receive(cast, quantity=1)
    assert caught.value.errors == {"quantity": "units_out_of_range"}


@pytest.mark.parametrize("name", ["awa", "fatou", "ousmane"])
def test_only_pharmacists_receive(cast, name):
    with refused(Forbidden, "only_pharmacists"):
        receive(cast, actor=getattr(cast, name))


def test_counting_again_corrects_and_says_why(cast, ears):
    item = lots(cast.plateau)["A1"]
    told = left_by(lambda: adjust_stock(item.id, quantity=-4, reason=" Casse ", actor=cast.aminata))
    assert told == [(UPDATED, ears(plateau=False))]
    assert db.session.get(StockItem, item.id).on_hand == 96
    assert moves(item) == [(-4, "Casse", cast.aminata.id)]


def test_counting_less_than_the_threshold_is_told(cast, ears):
    item = lots(cast.plateau)["A1"]
    told = left_by(lambda: adjust_stock(item.id, quantity=-90, reason="Inventaire", actor=cast.aminata))
    assert told == [(LOW, ears(plateau=True)), (UPDATED, ears(plateau=False))]


@pytest.mark.parametrize(("by", "code"), [(-81, "below_reserved"), (-100, "below_reserved"), (-101, "more_than_there_is")])
def test_what_is_reserved_or_not_there_cannot_be_counted_away(cast, by, code):
    at(Status.IN_PREPARATION, cast)
    item = lots(cast.plateau)["A1"]
    assert item.reserved == 20
    with refused(Conflict, code):
        adjust_stock(item.id, quantity=by, reason="Casse", actor=cast.aminata)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_with_a_count_changes_nothing(cast, given, field):
    item = lots(cast.plateau)["A1"]
    with refused(Invalid) as caught:
        adjust_stock(item.id, **{"quantity": -1, "reason": "Casse", "actor": cast.aminata} | given)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize("name", ["awa", "fatou", "cheikh", "ousmane"])
def test_another_pharmacys_lots_are_not_there(cast, name):
    item = lots(cast.plateau)["A1"]
    with refused(NotFound):
        adjust_stock(item.id, quantity=-1, reason="Casse", actor=getattr(cast, name))


def test_a_lot_that_is_none_is_not_there(cast):
    with refused(NotFound):
        adjust_stock(uuid4(), quantity=-1, reason="Casse", actor=cast.aminata)


def test_many_receipts_of_one_new_lot_at_once_are_one_lot(cast, at_once):
    outcomes = at_once(6, lambda: receive(cast))
    item = lots(cast.plateau)["B2"]
    assert item.on_hand == 10 * outcomes.count("done") == sum(units for units, _, _ in moves(item))
