"""The pages of what is not handed over whole: the forms keep what was typed, and every screen hears of it."""

from io import BytesIO

import pytest

from fadjma.commands.prescriptions import deliver_prescription
from fadjma.commands.stock import adjust_stock
from fadjma.domain.dispensing import Portion
from fadjma.domain.prescriptions import LineStatus, Status
from fadjma.domain.signing import Line
from fadjma.models import StockItem
from tests.ordonnances import again, at, code, short
from tests.people import act
from tests.web.screens import Screens, kinds

HERE, HIS = "/pharmacist/prescriptions", "/doctor/prescriptions"
LINES = [Line("Amoxicilline", "500 mg", 30), Line("Paracétamol", "500 mg", 20, substitutable=False)]
REPLACEMENT = {"lines.0.medication": "Amoxicilline", "lines.0.dosage": "1 g", "lines.0.quantity": "14"}


def typed(it, *quantities, **more):
    """Return a form of a part delivery: a quantity for each line, and whatever else is typed."""
    lines = {f"lines.{n}.line_id": str(line.id) for n, line in enumerate(again(it).lines)}
    units = {f"lines.{n}.quantity": str(units) for n, units in enumerate(quantities)}
    return lines | units | {"pickup_code": code(it.id)} | more


def test_the_form_proposes_what_remains_or_what_there_is(cast, as_):
    it = at(Status.READY, cast, LINES)
    page = as_("aminata").get(f"{HERE}/{it.id}/part-delivery").text
    assert "30 unités à délivrer, 100 en stock" in page and 'value="30"' in page and 'value="20"' in page
    assert page.count("Donner un autre médicament") == 1 and "ne permet pas de substituer" in page


def test_a_part_is_handed_over_and_everyone_sees_it(cast, as_, listening):
    it = at(Status.READY, cast, LINES)
    screens = Screens(cast, as_, listening, ("aminata", "seynabou", "awa", "fatou", "cheikh", "moussa", "ousmane"))
    form, answers = typed(it, 10, 0), []
    browser = screens.browsers["aminata"]
    news = screens.after(lambda: answers.append(act(browser, f"{HERE}/{it.id}/part-delivery", **form)))
    assert answers[0].headers["HX-Redirect"] == f"{HERE}/{it.id}"
    assert set(news) == {"aminata", "seynabou", "awa", "fatou"}
    assert kinds(news)["awa"] == ["prescription_status_changed"]
    assert [line.delivered for line in again(it).lines] == [10, 0]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"lines.0.quantity": "31"}, "lines.0.quantity"),
        ({"lines.0.quantity": "0", "lines.1.quantity": "21"}, "lines.1.quantity"),
        ({"lines.0.quantity": "x"}, "lines.0.quantity"),
        ({"lines.0.substitute": "Salbutamol"}, "lines.0.reason"),
        ({"pickup_code": "12"}, "pickup_code"),
    ],
)
def test_what_is_wrong_stands_at_its_field_with_every_word(cast, as_, more, place):
    it = at(Status.READY, cast, LINES)
    form = typed(it, 3, 4) | {"lines.0.reason": ""} | more
    answer = act(as_("aminata"), f"{HERE}/{it.id}/part-delivery", **form)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#part_delivery")
    assert f'id="{place}-error"' in answer.text
    for name, value in form.items():
        assert "line_id" in name or not value or f'value="{value}"' in answer.text, name
    assert [line.delivered for line in again(it).lines] == [0, 0]


@pytest.mark.parametrize("more", [{}, {"lines.1.substitute": "Salbutamol", "lines.1.reason": "a", "lines.1.quantity": "1"}])
def test_nothing_at_all_or_what_the_doctor_forbids_is_said_above_the_form(cast, as_, more):
    it = at(Status.READY, cast, LINES)
    answer = act(as_("aminata"), f"{HERE}/{it.id}/part-delivery", **typed(it, 0, 0) | more)
    assert answer.status_code == 422 and 'class="error-summary"' in answer.text


def test_a_line_is_left_out_told_and_replaced_from_the_doctors_card(cast, as_, listening):
    it = at(Status.VALIDATED, cast)
    line = it.lines[0].id
    screens = Screens(cast, as_, listening, ("aminata", "awa", "fatou", "ibrahima"))
    aminata, fatou = screens.browsers["aminata"], screens.browsers["fatou"]
    address = f"{HERE}/{it.id}/lines/{line}/non-dispensing"
    assert address in aminata.get(f"{HERE}/{it.id}").text and "Rupture de stock" in aminata.get(address).text
    assert act(aminata, address, reason="").status_code == 422
    news = screens.after(lambda: act(aminata, address, reason="out_of_stock"))
    assert set(news) == {"aminata", "awa", "fatou"}
    (told,) = [frame for frame in news["fatou"] if frame.get("notify")]
    assert told["title"].startswith("À traiter") and "Salbutamol" not in told["title"] + told["message"]
    page = fatou.get("/doctor/").text
    assert "n’est pas délivré" in page and f"{HIS}/{it.id}/lines/{line}/replacement" in page
    news = screens.after(lambda: act(fatou, f"{HIS}/{it.id}/lines/{line}/replacement", **REPLACEMENT))
    assert set(news) >= {"aminata", "awa"}
    assert "Amoxicilline" in aminata.get(f"{HERE}/{it.id}").text
    assert "n’est pas délivré" not in fatou.get("/doctor/").text


def test_a_replacement_that_is_wrong_comes_back_with_every_word(cast, as_):
    it = short(cast)
    form = REPLACEMENT | {"lines.0.dosage": "", "lines.0.instructions": "Le soir"}
    answer = act(as_("fatou"), f"{HIS}/{it.id}/lines/{it.lines[0].id}/replacement", **form)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#replacement-form")
    assert 'value="Amoxicilline"' in answer.text and 'value="Le soir"' in answer.text


def test_the_doctor_leaves_a_line_at_that_from_the_card(cast, as_):
    it = short(cast)
    answer = act(as_("fatou"), f"{HIS}/{it.id}/lines/{it.lines[0].id}/acknowledgement")
    assert answer.status_code == 200 and "À traiter" not in answer.text
    assert again(it).lines[0].answered_at


def test_an_error_is_taken_back_from_the_page_by_who_made_it(cast, as_):
    it = at(Status.DELIVERED, cast)
    address = f"{HERE}/{it.id}/dispenses/{it.dispenses[0].id}/reversal"
    aminata = as_("aminata")
    assert address in aminata.get(f"{HERE}/{it.id}").text and address not in as_("seynabou").get(f"{HERE}/{it.id}").text
    answer = act(aminata, address, reason="")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#reversal")
    assert act(aminata, address, reason="Erreur").headers["HX-Redirect"] == f"{HERE}/{it.id}"
    assert "Corrigée" in aminata.get(f"{HERE}/{it.id}").text
    assert again(it).lines[0].status == LineStatus.OPEN


def test_a_pharmacy_sees_of_deliveries_only_its_own(cast, as_):
    it = at(Status.READY, cast, LINES)
    portion = Portion(it.lines[0].id, 30)
    deliver_prescription(it.id, pickup_code=it.pickup_code, lines=[portion], actor=cast.aminata)
    assert "30 × Amoxicilline" in as_("awa").get(f"/patient/prescriptions/{it.id}").text
    assert "30 × Amoxicilline" in as_("fatou").get(f"{HIS}/{it.id}").text
    act(as_("awa"), f"/patient/prescriptions/{it.id}/return", reason="Loin")
    act(as_("cheikh"), f"/pharmacist/papers/{it.id}/validation", matricule=again(it).matricule)
    page = as_("cheikh").get(f"{HERE}/{it.id}").text
    assert "Amoxicilline" in page and "30 × Amoxicilline" not in page


def test_what_there_is_may_be_prepared_from_the_page(cast, as_):
    it = at(Status.VALIDATED, cast, LINES)
    lot = StockItem.query.filter_by(pharmacy_id=cast.plateau.id, medication="Amoxicilline").one()
    adjust_stock(lot.id, quantity=-80, reason="Casse", actor=cast.aminata)
    aminata = as_("aminata")
    assert act(aminata, f"{HERE}/{it.id}/preparation").status_code == 409
    assert act(aminata, f"{HERE}/{it.id}/preparation", partial="1").status_code == 200


# The delivery note


def send(browser, text):
    csrf = browser.get_cookie("csrf_access_token").value
    form = {"csv": (BytesIO(text), "livraison.csv")}
    return browser.post("/pharmacist/stock/imports", data=form, headers={"X-CSRF-TOKEN": csrf, "HX-Request": "true"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_comes_in_as_spreadsheets_save_it(cast, as_, encoding):
    text = "Médicament;Lot;Péremption;Quantité\r\nArtéméther;L1;31/12/2099;40\r\n"
    answer = send(as_("aminata"), text.encode(encoding))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/pharmacist/stock")
    assert StockItem.query.filter_by(medication="Artéméther").one().on_hand == 40


def test_a_bad_file_is_said_line_by_line_beside_the_file_that_stays_chosen(cast, as_):
    before = StockItem.query.count()
    answer = send(as_("aminata"), b"medication,lot,expires_on,quantity\nZinc,,2020-01-01,x\nFer,F1,2099-01-01,1")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#import_problems")
    assert answer.text.count("Ligne 2, ") == 3 and "<form" not in answer.text
    for odd in (b"", b"\0\1", b'"', b"\xff\xfe"):
        assert send(as_("aminata"), odd).status_code == 422
    assert StockItem.query.count() == before
