"""The pharmacist's stock pages: the lots, live and on reload alike, the receipt and the correction."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands.stock import adjust_stock, receive_stock
from fadjma.extensions import db
from fadjma.models import StockItem
from fadjma.models.types import utcnow
from tests.people import act
from tests.web.screens import Screens, kinds

STOCK = "/pharmacist/stock"
NEXT_YEAR = utcnow().date() + timedelta(days=365)
RECEIPT = {"medication": "Quinine", "lot": "Q1", "expires_on": NEXT_YEAR.isoformat(), "quantity": "50", "threshold": "10"}


def lot(pharmacy, key="paracetamol"):
    """Return a pharmacy's lot of a medication."""
    return db.session.scalars(db.select(StockItem).filter_by(pharmacy_id=pharmacy.id, medication_key=key)).one()


def errors(answer):
    """Return {field: sentence} of a form that came back."""
    return dict(re.findall(r'id="(\w+)-error">(.*?)</p>', answer.text))


def test_the_page_shows_the_pharmacys_own_lots_low_first_then_those_that_soon_expire(cast, as_):
    adjust_stock(lot(cast.plateau, "salbutamol").id, quantity=-95, reason="Casse", actor=cast.aminata)
    soon = {"medication": "Zinc", "lot": "Z1", "expires_on": utcnow().date() + timedelta(days=30)}
    receive_stock(**soon, quantity=50, actor=cast.aminata)
    page = as_("aminata").get(STOCK).text
    names = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', page)
    assert names == ["Salbutamol", "Zinc", "Amoxicilline", "Paracétamol"]
    assert page.count("Stock bas") == page.count("Expire bientôt") == 1
    assert str(lot(cast.medina).id) not in page


@pytest.mark.parametrize(("q", "names"), [("PARACETA", ["Paracétamol"]), ("xyz", []), ("", ["Amoxicilline"])])
def test_a_lot_is_found_by_name(cast, as_, q, names):
    page = as_("aminata").get(STOCK, query_string={"q": q}).text
    assert re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', page)[: len(names) or 1] == names
    assert ('data-joins="no"' in page) == bool(q)


def test_a_receipt_empties_the_form_and_reaches_every_screen_of_the_pharmacy(cast, as_, listening):
    screens = Screens(cast, as_, listening, ("aminata", "seynabou", "cheikh", "awa", "fatou", "ousmane"))
    answers = []
    news = screens.after(lambda: answers.append(act(screens.browsers["aminata"], f"{STOCK}/receipts", **RECEIPT)))
    assert answers[0].status_code == 200
    assert "Lot Q1 de Quinine</a> reçu" in answers[0].text and 'value="Q1"' not in answers[0].text
    assert kinds(news) == {"aminata": ["inventory_updated"], "seynabou": ["inventory_updated"]}
    (frame,) = news["seynabou"]
    assert frame["notify"] is False
    assert not any(word in frame["title"] + frame["message"] for word in ("Quinine", "Q1"))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"medication": ""}, "medication"),
        ({"lot": "x" * 61}, "lot"),
        ({"expires_on": "demain"}, "expires_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": ""}, "expires_on"),
        ({"quantity": ""}, "quantity"),
        ({"quantity": "dix"}, "quantity"),
        ({"quantity": "-3"}, "quantity"),
        ({"quantity": "9" * 5000}, "quantity"),
        ({"threshold": "-1"}, "threshold"),
    ],
)
def test_a_wrong_receipt_keeps_what_was_typed_and_says_what_is_wrong_at_its_field(cast, as_, typed, field):
    answer = act(as_("aminata"), f"{STOCK}/receipts", **RECEIPT | typed)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#receipt")
    assert set(errors(answer)) == {field}
    kept = (RECEIPT | typed)[field]
    assert f'value="{kept}"' in answer.text


def test_a_correction_goes_back_to_the_stock_and_is_in_the_lots_history(cast, as_):
    item, aminata = lot(cast.plateau), as_("aminata")
    answer = act(aminata, f"{STOCK}/adjustments", stock_item_id=item.id, quantity="-4", reason="Casse")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"{STOCK}#stock_item_{item.id}")
    page = aminata.get(f"{STOCK}/{item.id}").text
    assert "−4" in page and "Casse" in page and "Aminata Ba" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quantity": "0"}, "quantity"),
        ({"quantity": ""}, "quantity"),
        ({"quantity": "quatre"}, "quantity"),
        ({"quantity": "-101"}, "quantity"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_wrong_correction_keeps_what_was_typed(cast, as_, typed, field):
    item = lot(cast.plateau)
    form = {"stock_item_id": item.id, "quantity": "-4", "reason": "Casse"} | typed
    answer = act(as_("aminata"), f"{STOCK}/adjustments", **form)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#adjustment")
    assert set(errors(answer)) == {field}
    assert lot(cast.plateau).on_hand == 100


def test_another_pharmacys_lot_is_not_there(cast, as_):
    cheikh, item = as_("cheikh"), lot(cast.plateau)
    assert cheikh.get(f"{STOCK}/{item.id}").status_code == 404
    for id in (item.id, uuid4(), ""):
        answer = act(cheikh, f"{STOCK}/adjustments", stock_item_id=id, quantity="-4", reason="Casse")
        assert answer.status_code == 404
    assert act(cheikh, f"{STOCK}/adjustments", stock_item_id="lot", quantity="1", reason="x").status_code == 422


def test_low_stock_notifies_every_pharmacist_of_the_pharmacy_once_without_the_drugs_name(cast, as_, listening):
    screens = Screens(cast, as_, listening, ("aminata", "seynabou", "cheikh", "awa"))
    item = lot(cast.plateau)
    news = screens.after(lambda: adjust_stock(item.id, quantity=-90, reason="Casse", actor=cast.aminata))
    assert kinds(news) == {key: ["notification", "inventory_updated"] for key in ("aminata", "seynabou")}
    for frames in news.values():
        assert frames[0]["notify"] and frames[0]["level"] == "warning"
        assert "Parac" not in frames[0]["title"] + frames[0]["message"]
    news = screens.after(lambda: adjust_stock(item.id, quantity=-1, reason="Casse", actor=cast.aminata))
    assert kinds(news) == {key: ["inventory_updated"] for key in ("aminata", "seynabou")}
