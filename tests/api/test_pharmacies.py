"""Pharmacies, and whether each has what one needs, over JSON."""

import pytest

from fadjma.extensions import db
from fadjma.models import StockItem


@pytest.mark.parametrize("name", ["awa", "fatou", "aminata", "ousmane"])
def test_everyone_verified_sees_them(api, cast, name):
    listed = api(name)("GET /pharmacies").json
    assert [item["name"] for item in listed["items"]] == ["Pharmacie de la Médina", "Pharmacie du Plateau"]
    assert set(listed["items"][0]) == {"id", "name", "town", "phone", "on_duty"}


def test_they_are_found_without_case_or_accents(api):
    assert [item["name"] for item in api("awa")("GET /pharmacies?q=MEDINA").json["items"]] == ["Pharmacie de la Médina"]
    assert api("awa")("GET /pharmacies?q=Thiès").json["items"] == []


def test_each_says_whether_it_has_what_one_needs(api, cast):
    StockItem.query.filter_by(pharmacy_id=cast.medina.id, medication_key="salbutamol").one().on_hand = 0
    db.session.commit()
    listed = api("awa")("GET /pharmacies?medication=salbutamol&medication=PARACETAMOL&medication=Or").json["items"]
    assert [item["available"] for item in listed] == [
        {"salbutamol": False, "PARACETAMOL": True, "Or": False},
        {"salbutamol": True, "PARACETAMOL": True, "Or": False},
    ]


def test_a_text_no_database_keeps_is_422(api):
    assert set(api("awa")("GET /pharmacies?medication=a%00").json["errors"]) == {"medication"}
