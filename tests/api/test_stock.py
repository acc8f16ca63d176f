"""The stock of a pharmacist's own pharmacy, over JSON."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.models import StockItem
from fadjma.models.types import utcnow
from tests.people import told


@pytest.fixture
def receipt():
    """What a pharmacist says of units that came in."""
    later = utcnow().date() + timedelta(days=200)
    return {"medication": "Amoxicilline", "lot": "B7", "expires_on": later.isoformat(), "quantity": 40}


@pytest.fixture
def lot(cast):
    """The Plateau's lot of salbutamol."""
    return StockItem.query.filter_by(pharmacy_id=cast.plateau.id, medication_key="salbutamol").one()


def test_the_stock_is_that_of_the_own_pharmacy(api, lot):
    listed = api("seynabou")("GET /stock").json
    assert [item["medication"] for item in listed["items"]] == ["Amoxicilline", "Paracétamol", "Salbutamol"]
    assert listed["items"][-1] == {
        "id": str(lot.id),
        "medication": "Salbutamol",
        "lot": "A1",
        "expires_on": lot.expires_on.isoformat(),
        "on_hand": 100,
        "reserved": 0,
        "threshold": 10,
    }
    assert str(lot.id) not in api("cheikh")("GET /stock").text


def test_units_come_in_and_the_colleague_sees_it(api, receipt, as_, listening):
    colleague = listening(as_("seynabou"))
    colleague.get_received()
    answer = api("aminata")("POST /stock/receipts", receipt)
    assert answer.status_code == 201
    assert (answer.json["on_hand"], answer.json["lot"], answer.json["threshold"]) == (40, "B7", 10)
    assert told(colleague, "inventory_updated")
    assert api("aminata")("POST /stock/receipts", receipt).json["on_hand"] == 80


def test_an_adjustment_corrects_a_lot(api, lot):
    answer = api("aminata")("POST /stock/adjustments", {"stock_item_id": str(lot.id), "quantity": -5, "reason": "Cassé"})
    assert (answer.status_code, answer.json["on_hand"]) == (201, 95)


@pytest.mark.parametrize(
    "wrong",
    [
        {"medication": " "},
        {"medication": "x" * 121},
        {"lot": ""},
        {"lot": "x" * 61},
        {"expires_on": "2020-01-01"},
        {"expires_on": "0001-01-01"},
        {"expires_on": "soon"},
        {"expires_on": 20300101},
        {"quantity": 0},
        {"quantity": 10**30},
        {"quantity": "40"},
        {"threshold": -1},
        {"threshold": 10**30},
        {"pharmacy_id": "x"},
    ],
)
def test_a_wrong_receipt_is_422(api, receipt, wrong, unchanged):
    caller = api("aminata")
    with unchanged():
        assert set(caller("POST /stock/receipts", receipt | wrong).json["errors"]) == set(wrong)


@pytest.mark.parametrize(
    "wrong", [{"quantity": 0}, {"quantity": 10**30}, {"quantity": 1.5}, {"reason": ""}, {"reason": "x" * 301}]
)
def test_a_wrong_adjustment_is_422(api, lot, wrong, unchanged):
    caller, change = api("aminata"), {"stock_item_id": str(lot.id), "quantity": -5, "reason": "Cassé"}
    with unchanged():
        assert set(caller("POST /stock/adjustments", change | wrong).json["errors"]) == set(wrong)


def test_stock_never_goes_below_nothing(api, lot, unchanged):
    caller = api("aminata")
    change = {"stock_item_id": str(lot.id), "quantity": -101, "reason": "Cassé"}
    with unchanged():
        assert caller("POST /stock/adjustments", change).status_code == 409


def test_the_lot_of_another_pharmacy_is_not_there(api, lot, unchanged):
    caller, change = api("cheikh"), {"stock_item_id": str(lot.id), "quantity": -5, "reason": "Cassé"}
    with unchanged():
        assert caller("POST /stock/adjustments", change).status_code == 404
        assert caller("POST /stock/adjustments", change | {"stock_item_id": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("name", ["awa", "fatou", "ousmane", "ndeye"])
def test_stock_is_for_pharmacists(api, receipt, lot, name, unchanged):
    caller, change = api(name), {"stock_item_id": str(lot.id), "quantity": -5, "reason": "Cassé"}
    with unchanged():
        assert caller("GET /stock").status_code == 403
        assert caller("POST /stock/receipts", receipt).status_code == 403
        assert caller("POST /stock/adjustments", change).status_code == 403
