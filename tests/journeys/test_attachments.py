"""A doctor joins files to an entry, by keyboard and on a bad day too; the patient sees them come and opens them."""

import re

import pytest
from playwright.sync_api import expect

from fadjma.domain.attachments import MOST_BYTES
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import go
from tests.journeys.writing import add_entry, open_file

pytestmark = pytest.mark.browser
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
PDF = b"%PDF-1.7\n%%EOF\n"


def chosen(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_joined_to_an_entry_and_opened_by_the_patient(enter, browser):
    browser.forgive("422|Response Status Error")
    awa, fatou = enter("awa"), enter("fatou")
    open_file(fatou, "Awa Ndiaye")
    add_entry(fatou, "Imagerie", "Échographie", "Sans particularité.")
    go(awa, "/patient/medical-records")
    awa.get_by_role("link", name="Échographie").click()
    detail = awa.locator("[id^=medical_record_detail_]")
    expect(detail).to_contain_text("Sans particularité.")

    # What is none of ours is refused at its field, and what is too large before it is sent.
    field, join = fatou.get_by_label("Joindre un fichier"), fatou.get_by_role("button", name="Joindre à l’entrée")
    field.set_input_files(chosen("page.pdf", b"<html>"))
    join.click()
    expect(fatou.get_by_role("alert").filter(has_text="ni un PDF ni une image")).to_be_visible()
    expect(field).to_be_focused()
    field.set_input_files(chosen("gros.pdf", PDF.ljust(MOST_BYTES + 1)))
    assert field.evaluate("field => field.validationMessage") == "Ce fichier fait plus de 10\u00a0Mo."

    # Two files, the second by keyboard; each time the field is empty again.
    field.set_input_files(chosen("Écho.png", PNG))
    join.click()
    files = fatou.get_by_role("list", name="Fichiers joints").get_by_role("listitem")
    expect(files).to_have_text([re.compile("Écho.png image PNG")])
    expect(field).to_have_value("")
    field.set_input_files(chosen("Compte rendu.pdf", PDF))
    field.focus()
    fatou.keyboard.press("Tab")
    expect(join).to_be_focused()
    fatou.keyboard.press("Enter")
    expect(files).to_have_count(2)

    # They come to the patient's open page; the image is shown, the document kept.
    expect(detail.get_by_role("link", name="Compte rendu.pdf")).to_be_visible()
    with awa.context.expect_page() as opened:
        detail.get_by_role("link", name="Écho.png").click()
    expect(opened.value.locator("img")).to_be_visible()
    assert opened.value.locator("img").evaluate("image => image.naturalWidth") == 1
    opened.value.close()
    with awa.expect_download() as kept:
        detail.get_by_role("link", name="Compte rendu.pdf").click()
    assert kept.value.suggested_filename == "Compte rendu.pdf"
    assert kept.value.path().read_bytes() == PDF
    expect_live_equals_reload(awa)
