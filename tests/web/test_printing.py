"""The printed ordonnance: what it says, its code, for whom it is, and that its patient reads who took it."""

import io

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from fadjma.domain.prescriptions import Status
from fadjma.domain.signing import Line
from fadjma.paper import prescription as paper
from fadjma.paper import qr, words
from tests.ordonnances import LINES, at, issued
from tests.people import told


def read(data):
    """Return the text of a PDF, its spaces alike."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def scanned(rows, module=6):
    """Return what a reader makes of a code, drawn as a picture."""
    picture = Image.new("L", (len(rows) * module,) * 2, 255)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                place = [across * module, down * module, (across + 1) * module - 1, (down + 1) * module - 1]
                ImageDraw.Draw(picture).rectangle(place, fill=0)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_paper_says_what_a_pharmacist_needs(as_, cast, monkeypatch, context):
    monkeypatch.setitem(context.config, "PUBLIC_URL", "https://clinique.example")
    it = issued(cast, [*LINES, Line("Amoxicilline", "500 mg", 12, form="gélule", substitutable=False, repeats=2)])
    answer = as_("awa").get(f"/patient/prescriptions/{it.id}/paper")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert it.matricule in answer.headers["Content-Disposition"]
    said = read(answer.data)
    for part in ("Dr Fatou Diop", "Hôpital Principal", "Awa Ndiaye", words.day(it.created_at), it.matricule,
                 "Salbutamol 100 µg", "Deux bouffées si besoin", "quantité : 20", "Ne pas substituer, à renouveler 2 fois",
                 "Substituable, non renouvelable", f"Valable jusqu’au {words.day(it.valid_until)}", "Cachet et signature",
                 "https://clinique.example/", "Page 1 sur 1", "3 médicaments"):  # fmt: skip
        assert part in said or part in said.replace(" ", ""), (part, said)
    size = PdfReader(io.BytesIO(answer.data)).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (size.width, size.height)] == [148, 210]


def test_the_code_leads_to_the_verification(context):
    address = qr.address_of("ORD-20261123-4F2A91C3")
    assert address == "/verify/ORD-20261123-4F2A91C3"
    assert scanned(list(qr.code_of(address).matrix_iter(border=4))) == [address]


def test_the_patients_page_shows_the_code_outside_what_is_pushed(as_, cast):
    it = issued(cast)
    page = as_("awa").get(f"/patient/prescriptions/{it.id}").text
    assert '<svg class="qr"' in page.replace('xmlns="http://www.w3.org/2000/svg" ', "") or 'class="qr"' in page
    assert f"/verify/{it.matricule}" in page


def test_thirty_lines_take_more_pages_each_with_who_signed_and_its_code(as_, cast):
    many = [Line(f"Substance {n}", "500 mg", 10, form="comprimé", instructions="Un matin et soir " * 8) for n in range(30)]
    data = as_("fatou").get(f"/doctor/prescriptions/{issued(cast, many).id}/paper").data
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]
    assert len(pages) > 3 and all("Dr Fatou Diop" in page and "ORD-" in page for page in pages)
    assert all(f"Substance {n}" in " ".join(pages) for n in range(30)) and f"Page 2 sur {len(pages)}" in pages[1]


@pytest.mark.parametrize(
    ("status", "word"), [(Status.CANCELLED, "Annulée"), (Status.EXPIRED, "Expirée"), (Status.ISSUED, None)]
)
def test_what_is_over_says_so_on_its_paper(as_, cast, status, word):
    it = at(status, cast)
    said = read(as_("awa").get(f"/patient/prescriptions/{it.id}/paper").data)
    assert (word in said) if word else all(other not in said for other in ("Annulée", "Expirée", "Délivrée"))


def test_the_pickup_code_is_on_no_paper(as_, cast):
    it = at(Status.READY, cast)
    assert it.pickup_code not in read(as_("awa").get(f"/patient/prescriptions/{it.id}/paper").data)


def test_a_pharmacy_prints_what_it_holds_and_not_what_waits_for_it(as_, cast):
    held, waiting = at(Status.READY, cast), issued(cast)
    aminata = as_("aminata")
    assert aminata.get(f"/pharmacist/prescriptions/{held.id}/paper").mimetype == "application/pdf"
    assert aminata.get(f"/pharmacist/prescriptions/{waiting.id}/paper").status_code == 403


def test_who_printed_is_told_to_the_patient_alone_and_stands_in_their_log(as_, cast, listening):
    it = at(Status.READY, cast)
    awa = as_("awa")
    ears = {name: listening(as_(name)) for name in ("awa", "fatou", "moussa", "seynabou", "ousmane")}
    [told(ear) for ear in ears.values()]
    as_("aminata").get(f"/pharmacist/prescriptions/{it.id}/paper")
    (heard,) = told(ears.pop("awa"), "medical_record_activity")
    assert heard["data"]["subject_type"] == "prescription" and "Salbutamol" not in heard["title"] + heard["message"]
    assert not any(told(ear) for ear in ears.values())
    assert "a imprimé une ordonnance" in awa.get("/patient/access-log").text


def test_a_name_with_every_accent_is_drawn(context):
    line = words.Line("Œdème µg ≥ 2 ₂", "gélule", "« 1 » à 8\u202fh", "Quantité\u00a0: 1", "Substituable")
    said = words.Words(
        "ORD-1", "/verify/ORD-1", "", "Dr Ñïŋo Ëlé", "", "1er mars 2026", "Sokhna Ŋóoné", "", (line,), "x", "y", ""
    )
    text = read(paper.draw(said))
    for part in ("Œdème µg ≥ 2 ₂", "Dr Ñïŋo Ëlé", "Sokhna Ŋóoné"):
        assert part in text
