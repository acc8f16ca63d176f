"""Posology without reading: said in numbers by who prescribes, seen as pictograms by all who hold the ordonnance."""

import io

import pytest
from pypdf import PdfReader

from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Prescription
from tests.ordonnances import at, issued, short
from tests.people import act

TAKEN = {"morning": 1, "evening": 0.5}
LINES = [Line("Salbutamol", "100 µg", 1, form="Aérosol", posology=TAKEN), Line("Paracétamol", "500 mg", 20)]
TYPED = {
    "lines.0.medication": "Salbutamol",
    "lines.0.dosage": "100 µg",
    "lines.0.quantity": "1",
    "lines.0.posology.morning": "1",
    "lines.0.posology.noon": "",
    "lines.0.posology.evening": "0,5",
    "valid_days": "30",
    "override": "Le même traitement continue",
}
SENTENCE = "1 le matin, ½ le soir"


def lines():
    return db.session.scalars(db.select(Prescription).order_by(Prescription.id.desc())).first().lines


def test_the_doctor_says_it_in_numbers(as_, cast):
    answer = act(as_("fatou"), f"/doctor/patients/{cast.awa.id}/prescriptions", **TYPED)
    assert answer.status_code in (200, 204), answer.text
    assert [line.posology for line in lines()] == [TAKEN]


def test_a_wrong_amount_is_named_and_what_was_typed_stays(as_, cast):
    typed = TYPED | {"lines.0.posology.noon": "deux", "lines.0.posology.evening": "½"}
    answer = act(as_("fatou"), f"/doctor/patients/{cast.awa.id}/prescriptions", **typed)
    assert answer.status_code == 422 and "Médicament 1, midi" in answer.text and "par demies" in answer.text
    assert 'value="deux"' in answer.text and 'value="½"' in answer.text


def test_one_more_line_keeps_the_amounts_of_the_first(as_, cast):
    answer = act(as_("fatou"), f"/doctor/patients/{cast.awa.id}/prescriptions/lines", **TYPED, add="1")
    assert 'value="0,5"' in answer.text and 'name="lines.1.posology.night"' in answer.text


@pytest.mark.parametrize(("name", "role"), [("awa", "patient"), ("fatou", "doctor"), ("aminata", "pharmacist")])
def test_whoever_holds_it_sees_the_pictograms_and_hears_the_sentence(as_, cast, name, role):
    it = at(Status.VALIDATED, cast, LINES)
    page = as_(name).get(f"/{role}/prescriptions/{it.id}").text
    assert page.count('<ul class="posology"') == 1 and page.count(SENTENCE) == 1
    assert '<li data-moment="morning"><b>1</b>matin</li>' in page and '<li data-moment="evening"><b>½</b>soir</li>' in page
    assert page.count('class="untaken"') == 2


def test_no_sentence_is_read_for_an_amount(as_, cast):
    it = issued(cast, [Line("Salbutamol", "100 µg", 1, instructions="1 matin, 1 soir")])
    page = as_("awa").get(f"/patient/prescriptions/{it.id}").text
    assert "1 matin, 1 soir" in page and "data-moment" not in page


def test_the_paper_draws_them_and_says_how_much(as_, cast):
    awa, addresses = as_("awa"), [f"/patient/prescriptions/{issued(cast, it).id}/paper" for it in (LINES, LINES[1:])]
    pages = [PdfReader(io.BytesIO(awa.get(address).data)).pages[0] for address in addresses]
    said, plain = (page.extract_text() for page in pages)
    assert all(word in said and word not in plain for word in ("matin", "midi", "soir", "coucher", "½"))
    assert len(pages[0].get_contents().get_data()) > len(pages[1].get_contents().get_data()) + 1000  # the suns and the moon


def test_a_file_on_paper_and_as_a_document_says_it_too(as_, cast):
    issued(cast, LINES)
    awa = as_("awa")
    exported = awa.get("/patient/export.json").get_json()
    assert [line["posology"] for line in exported["prescriptions"][0]["lines"]] == [TAKEN, None]
    paper = PdfReader(io.BytesIO(awa.get("/patient/export.pdf").data))
    assert SENTENCE in " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def test_the_line_that_comes_in_its_place_begins_with_the_same_amounts(as_, cast):
    it = short(cast, LINES)
    page = as_("fatou").get(f"/doctor/prescriptions/{it.id}/lines/{it.lines[0].id}/replacement").text
    assert 'name="lines.0.posology.morning" value="1"' in page and 'name="lines.0.posology.evening" value="½"' in page
