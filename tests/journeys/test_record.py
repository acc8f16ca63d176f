"""Story 3: a doctor writes and amends; the patient and a second doctor see it come; every read is in the patient's log."""

import pytest
from playwright.sync_api import expect

from tests.journeys.asking import let_in
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_unread, go, rows, tab, toast, unread
from tests.journeys.writing import add_entry, amend_entry, open_file

pytestmark = pytest.mark.browser
DIOP, FALL, NDIAYE = "Dr Fatou Diop", "Dr Ibrahima Fall", "Awa Ndiaye"
TITLE = "Dyspnée à l’effort"


def test_an_entry_arrives_grows_and_is_read_in_sight_of_its_patient(enter):
    awa, fatou, ibrahima = enter("awa"), enter("fatou"), enter("ibrahima")
    home, log = tab(awa, "/patient/"), tab(awa, "/patient/access-log")
    let_in(ibrahima, awa, NDIAYE, FALL)
    file = open_file(ibrahima, NDIAYE)
    expect(rows(log, "access_log_line", f"{FALL} (Centre de santé de Kédougou) a consulté votre dossier")).to_have_count(1)
    go(awa, "/patient/medical-records")
    before = unread(awa)

    open_file(fatou, NDIAYE)
    add_entry(fatou, "Imagerie", TITLE, "Radiographie du thorax normale.")

    # Awa is told, without a word of what it says, and the entry stands in her file.
    expect(toast(awa, f"{DIOP} a ajouté : Imagerie")).to_be_visible()
    expect(toast(awa, TITLE)).to_have_count(0)
    expect_unread(awa, before + 1)
    expect(rows(awa, "medical_record", TITLE)).to_contain_text(f"Imagerie, {DIOP}")
    expect(rows(home, "medical_record", TITLE)).to_have_count(1)
    expect(rows(log, "access_log_line", f"{DIOP} (Hôpital Principal de Dakar) a ajouté une entrée").first).to_be_visible()

    # Ibrahima, who has the file open, sees kind, author and date.
    entry = rows(ibrahima, "medical_record", "Imagerie")
    expect(entry).to_contain_text(f"{DIOP}, ")
    expect(file).not_to_contain_text(TITLE)
    expect(file).not_to_contain_text("Radiographie")

    # Awa reads it; its history grows under her eyes.
    awa.get_by_role("link", name=TITLE).click()
    detail = awa.locator("[id^=medical_record_detail_]")
    expect(detail).to_contain_text("Radiographie du thorax normale.")
    amend_entry(fatou, "Radiographie du thorax : foyer droit.", "Relecture du cliché")
    expect(detail.locator("> .written")).to_have_text("Radiographie du thorax : foyer droit.")
    history = detail.get_by_role("listitem").filter(has_text="Version 2")
    expect(history).to_contain_text("Motif : Relecture du cliché")
    detail.get_by_text("Lire la version 1").click()
    expect(detail.get_by_text("Radiographie du thorax normale.")).to_be_visible()
    expect(entry).to_contain_text("Version 2, modifiée le")

    # What Ibrahima then opens is in the log before he has read it.
    entry.get_by_role("link", name="Imagerie").click()
    expect(ibrahima.get_by_text("Radiographie du thorax : foyer droit.").first).to_be_visible()
    expect(rows(log, "access_log_line", f"{FALL} (Centre de santé de Kédougou) a consulté une entrée")).to_have_count(1)

    for page in (awa, home, log, ibrahima, fatou):
        expect_live_equals_reload(page)
    ibrahima.go_back()
    expect_live_equals_reload(ibrahima, "#medical_records")
