"""The checks on the page: said by line, every word kept, a reason passes them; and who is shown what is kept."""

import re

import pytest

from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.requests import request_renewal
from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Prescription
from tests.ordonnances import at, issued
from tests.people import act

AMOXICILLIN = Line("Amoxicilline", "500 mg", 12, form="gélule")
TYPED = {
    "lines.0.medication": "Amoxicilline",
    "lines.0.dosage": "500 mg",
    "lines.0.form": "gélule",
    "lines.0.quantity": "12",
    "lines.0.instructions": "Matin et soir",
    "lines.0.substitutable": "1",
    "valid_days": "30",
}


def allergic(cast, substance="Pénicilline"):
    data = {"substance": substance, "severity": "severe"}
    add_medical_record(cast.awa.id, kind="allergy", title="Allergie", content="", data=data, actor=cast.fatou)


def seen(text):
    """Return the marks of what a form shows."""
    return re.findall(r'name="seen" value="([^"]+)"', text)


def test_a_warning_is_said_at_its_line_and_a_reason_signs(fatou, cast):
    allergic(cast)
    path = f"/doctor/patients/{cast.awa.id}/prescriptions"
    answer = act(fatou, path, **TYPED)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#prescription-form")
    for said in (
        "Allergie à Pénicilline (grave)",
        "pénicillines",
        "ne décident pas",
        "Matin et soir",
        'value="30"',
        "Signer malgré",
    ):
        assert said in answer.text
    marks = seen(answer.text)
    assert act(fatou, path, **TYPED, seen=marks, override=" ").status_code == 409
    signed = act(fatou, path, **TYPED, seen=marks, override="Test cutané négatif")
    page = fatou.get(signed.headers["HX-Redirect"]).text
    assert "Test cutané négatif" in page and "Allergie à Pénicilline" in page


def test_an_alert_that_came_since_is_shown_before_anything_is_signed(fatou, cast):
    issued(cast, [AMOXICILLIN])
    path = f"/doctor/patients/{cast.awa.id}/prescriptions"
    marks = seen(act(fatou, path, **TYPED).text)
    allergic(cast)
    again = act(fatou, path, **TYPED, seen=marks, override="Le même traitement")
    assert again.status_code == 409 and "Allergie à Pénicilline" in again.text and "Le même traitement" in again.text
    assert len(seen(again.text)) == 2


def test_the_pharmacy_that_holds_it_sees_the_allergy_and_the_reason_and_no_other_ordonnance(as_, cast):
    allergic(cast)
    issued(cast, [Line("Simvastatine", "20 mg", 30)])
    lines = [AMOXICILLIN, Line("Clarithromycine", "500 mg", 14)]
    it = at(Status.VALIDATED, cast, lines, override="Test négatif")
    page = as_("aminata").get(f"/pharmacist/prescriptions/{it.id}").text
    assert "Allergie à Pénicilline" in page and "Test négatif" in page
    assert "Simvastatine" not in page
    own = as_("awa").get(f"/patient/prescriptions/{it.id}").text
    assert "Simvastatine" in own and "Test négatif" in own


def test_a_reason_that_no_alert_asked_for_alarms_nobody(as_, cast):
    it = at(Status.VALIDATED, cast, [AMOXICILLIN], override="Pour la forme")
    for name, role in (("aminata", "pharmacist"), ("awa", "patient"), ("fatou", "doctor")):
        assert "malgré l’alerte" not in as_(name).get(f"/{role}/prescriptions/{it.id}").text


def test_a_renewal_that_meets_something_leads_to_a_page_that_asks(fatou, cast):
    it = at(Status.DELIVERED, cast, [AMOXICILLIN])
    request_renewal(it.id, actor=cast.awa)
    allergic(cast)
    path = f"/doctor/prescriptions/{it.id}/renewal-request/acceptance"
    assert act(fatou, path).headers["HX-Redirect"] == path
    page = fatou.get(path).text
    assert "Allergie à Pénicilline" in page
    assert act(fatou, path, override="", seen=seen(page)).status_code == 409
    renewed = act(fatou, path, override="Bien toléré", seen=seen(page)).headers["HX-Redirect"]
    assert "Bien toléré" in fatou.get(renewed).text
    assert db.session.scalars(db.select(Prescription).order_by(Prescription.id.desc())).first().override == "Bien toléré"


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("amox", "Amoxicilline"),
        ("paracet", "Paracétamol"),
        ("PARACÉT", "Paracétamol"),
        ("adren", "Épinéphrine"),
        ("bactrim", "Sulfaméthoxazole + triméthoprime"),
        ("clavul", "Amoxicilline + acide clavulanique"),
        ("amox sirop", None),
        ("amox 250", "Amoxicilline"),
        ("zzz", None),
    ],
)
def test_the_catalogue_is_searched_as_one_types_with_accents_or_without(fatou, q, first):
    html = fatou.get("/doctor/medications", query_string={"lines.3.medication": q}, headers={"HX-Request": "true"}).text
    found = re.findall(r'data-value="([^"]+)" data-dosage="([^"]*)" data-form="([^"]*)"', html)
    assert (found[0][0] if found else None) == first and len(found) <= 12
    assert ("Pas au catalogue" in html) == (first is None)


@pytest.mark.parametrize("q", ["", " ", "%", "_", "'", "x" * 500])
def test_whatever_is_typed_is_only_text(fatou, q):
    assert (
        "data-value"
        not in fatou.get("/doctor/medications", query_string={"medication": q}, headers={"HX-Request": "true"}).text
    )


def test_the_stock_form_offers_names_once(as_):
    html = as_("aminata").get("/pharmacist/medications?medication=amoxi", headers={"HX-Request": "true"}).text
    assert re.findall(r'data-value="([^"]+)"', html) == ["Amoxicilline", "Amoxicilline + acide clavulanique"]
