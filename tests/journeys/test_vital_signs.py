"""Story: a year of vital signs, seen by the patient at a phone and by a doctor at a screen, and one measure more."""

import pytest
from playwright.sync_api import expect

from tests.browsers import DESKTOP, PHONE
from tests.journeys.seeing import go, toast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_year_of_vital_signs(enter, viewport):
    khady = enter("khady", viewport=viewport)
    go(khady, "/patient/medical-records")
    khady.get_by_role("link", name="Mes constantes").click()
    for name in ("Tension artérielle", "Pouls", "Glycémie", "Poids"):
        expect(khady.get_by_role("img", name=name)).to_be_visible()
    pressure = khady.get_by_role("img", name="Tension artérielle")
    expect(pressure.locator("polyline")).to_have_count(2)
    expect(pressure.locator("circle")).to_have_count(14)
    rows = khady.get_by_role("table", name="Toutes les mesures").locator("tbody tr")
    expect(rows).to_have_count(14)
    expect(rows.last).to_contain_text("158")
    assert khady.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Searched within the file, without accents; then the entry behind the first figure.
    go(khady, "/patient/medical-records")
    khady.get_by_label("Chercher dans le dossier").fill("oedeme")
    khady.get_by_label("Chercher dans le dossier").press("Enter")
    expect(khady.locator("#medical_records > [data-kind]")).to_have_count(1)
    khady.get_by_label("Chercher dans le dossier").fill("glyquee")
    khady.get_by_role("button", name="Chercher").click()
    expect(khady.locator("#medical_records > [data-kind]")).to_have_count(4)
    expect(khady.locator("#medical_records > .year").first).to_be_visible()


def test_a_measure_more_is_told_and_drawn(enter, server):
    awa, fatou = enter("awa"), enter("fatou")
    me = server.api("awa").get("/me").json()["id"]
    entry = {"patient_id": me, "kind": "vital_signs", "title": "Visite", "content": ""}
    for weight in (61.5, 62):
        assert server.api("fatou").post("/medical-records", json=entry | {"data": {"weight": weight}}).status_code == 201
    expect(toast(awa, "Dr Fatou Diop a ajouté").first).to_be_visible()
    go(awa, "/patient/vital-signs")
    expect(awa.get_by_role("img", name="Poids")).to_be_visible()
    go(fatou, f"/doctor/patients/{me}/vital-signs")
    expect(fatou.get_by_role("img", name="Poids")).to_be_visible()
    go(awa, "/patient/access-log")
    expect(awa.get_by_text("a consulté vos constantes")).to_have_count(1)
