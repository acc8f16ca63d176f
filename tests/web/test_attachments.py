"""Files joined to an entry, on the pages of its author, of other doctors and of the patient."""

from io import BytesIO

import pytest

from fadjma.commands.attachments import add_attachment
from fadjma.commands.medical_records import add_medical_record
from fadjma.domain.attachments import MOST, MOST_BYTES
from fadjma.models import Attachment
from tests.people import told
from tests.web.live import let_in
from tests.web.pages import swapped

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(1200)
PDF = b"%PDF-1.7\n" + bytes(40)


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, kind="imaging", title="Radio", content="Thorax", actor=cast.fatou)


@pytest.fixture
def page(entry):
    return f"/doctor/medical-records/{entry.id}"


def send(browser, page, content=PNG, name="Écho.png", key=None):
    """Send a file as the form of the page does."""
    headers = {"X-CSRF-TOKEN": browser.get_cookie("csrf_access_token").value, "HX-Request": "true"}
    headers |= {"Idempotency-Key": key} if key else {}
    return browser.post(f"{page}/attachments", data={"file": (BytesIO(content), name)}, headers=headers)


def test_the_author_joins_a_file_and_it_stands_on_the_page_as_a_reload_shows_it(as_, page):
    fatou = as_("fatou")
    assert "Joindre un fichier" in fatou.get(page).text
    answer = send(fatou, page)
    assert answer.status_code == 200
    assert "Écho.png" in answer.text and "image PNG, 1\u00a0ko" in answer.text
    assert answer.text.strip() in fatou.get(page).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><p>Bonjour", "Ce fichier n’est ni un PDF ni une image (JPEG, PNG, WebP)."),
        (b"", "Ce fichier est vide."),
        (PDF.ljust(MOST_BYTES + 1, b"\0"), "Ce fichier fait plus de 10\u00a0Mo."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_field(as_, page, content, said):
    fatou = as_("fatou")
    answer = send(fatou, page, content, "scan.pdf")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, f"#attachments_{page.split('/')[-1]}")
    assert said in answer.text and 'aria-invalid="true"' in answer.text
    assert Attachment.query.count() == 0


def test_no_file_and_a_body_beyond_all_bounds_are_answered_in_a_sentence(as_, page):
    fatou = as_("fatou")
    assert "Ce champ est nécessaire." in send(fatou, page, b"", "").text
    answer = send(fatou, page, bytes(12 * 1024 * 1024), "scan.pdf")
    assert (answer.status_code, "Fichier trop lourd" in answer.text) == (413, True)


def test_the_same_click_twice_is_one_file(as_, page):
    fatou = as_("fatou")
    assert [send(fatou, page, key="k1").status_code for _ in range(2)] == [200, 200]
    assert Attachment.query.count() == 1


def test_the_patient_sees_it_arrive_as_a_reload_shows_it_and_opens_it(as_, cast, listening, entry, page):
    awa = as_("awa")
    ear, own = listening(awa), f"/patient/medical-records/{entry.id}"
    send(as_("fatou"), page)
    (frame,) = told(ear, "medical_record_updated")
    assert frame["level"] == "info" and "Écho" not in frame["title"] + frame["message"] + str(frame["data"])
    (detail,) = swapped([frame], f"medical_record_detail_{entry.id}")
    assert "Écho.png" in detail and detail in awa.get(own).text
    (line,) = swapped([frame], f"medical_record_{entry.id}")
    assert "1 fichier joint" in line and line in awa.get("/patient/medical-records").text
    (attachment,) = Attachment.query.all()
    opened = awa.get(f"{own}/attachments/{attachment.id}")
    assert (opened.data, opened.headers["X-Content-Type-Options"]) == (PNG, "nosniff")
    assert "sandbox" in opened.headers["Content-Security-Policy"]


def test_a_doctor_with_access_hears_of_it_without_its_name_and_opening_it_is_in_the_log(as_, cast, listening, entry, page):
    let_in(cast, "ibrahima")
    ibrahima, awa = as_("ibrahima"), as_("awa")
    ear, log = listening(ibrahima), listening(awa)
    attachment = add_attachment(entry.id, name="Écho.pdf", content=PDF, actor=cast.fatou)
    (frame,) = told(ear, "medical_record_updated")
    assert "Écho" not in str(frame)
    shown = ibrahima.get(page).text
    assert "Écho.pdf" in shown and "Joindre" not in shown
    told(log)
    opened = ibrahima.get(f"{page}/attachments/{attachment.id}")
    assert (opened.data, opened.headers["Content-Disposition"][:10]) == (PDF, "attachment")
    (activity,) = told(log, "medical_record_activity")
    assert activity["data"] == {"subject_type": "attachment", "subject_id": str(attachment.id)}
    (line,) = [swap["html"] for swap in activity["swaps"] if swap["list"] == "access_log_lines"]
    page = awa.get("/patient/access-log").text
    assert line in page and "a ouvert un fichier joint" in line and f"/patient/medical-records/{entry.id}" in line


def test_a_full_entry_offers_no_more_and_refuses_more(as_, cast, entry, page):
    fatou = as_("fatou")
    for _ in range(MOST):
        add_attachment(entry.id, name="a.pdf", content=PDF, actor=cast.fatou)
    assert "Joindre un fichier" not in fatou.get(page).text
    answer = send(fatou, page)
    assert (answer.status_code, "20 fichiers" in answer.text) == (409, True)


def test_the_same_key_with_another_file_is_refused_and_with_the_same_one_joins_it_once(as_, page):
    fatou = as_("fatou")
    assert [send(fatou, page, key="k1").status_code for _ in "12"] == [200, 200]
    assert send(fatou, page, PNG + b"more", key="k1").status_code == 422
    assert Attachment.query.count() == 1
