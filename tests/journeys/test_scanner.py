"""A paper on the counter: its QR is read by the phone's camera, where there is one that may be used."""

import re

from playwright.sync_api import expect

from tests.accessibility.walking import findings
from tests.browsers import PHONE, until
from tests.journeys.seeing import go

DETECTOR = """
  window.codes = [];
  window.BarcodeDetector = class {
    constructor({ formats }) { if (formats[0] !== 'qr_code') throw new TypeError(); }
    async detect(video) { return video.videoWidth ? window.codes.map((rawValue) => ({ rawValue })) : []; }
  };
"""
NONE = "delete window.BarcodeDetector"
STREAM = "document.querySelector('#scanner video').srcObject"


def counter(enter, *, camera=True, detector=DETECTOR):
    """Return Aminata's phone at her dashboard."""
    page = enter("aminata", viewport=PHONE, permissions=["camera"] if camera else [])
    page.add_init_script(detector)
    return go(page, "/pharmacist/")


def test_the_camera_reads_what_a_paper_says_and_is_off_afterwards(enter, server):
    listed = server.api("khady").get("/prescriptions?status=issued").json()["items"]
    matricule = listed[0]["matricule"]
    aminata = counter(enter)
    button, dialog = aminata.get_by_role("button", name="Lire le QR"), aminata.locator("#scanner")
    button.click()
    expect(dialog).to_be_visible()
    until(aminata, f"() => {STREAM}?.active")
    assert not findings(aminata)
    aminata.evaluate("codes = ['https://example.org/menu']")
    expect(dialog.get_by_role("status")).to_have_text("Ce code n’est pas celui d’une ordonnance.")
    aminata.evaluate(f"track = {STREAM}.getTracks()[0]")
    aminata.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    assert aminata.evaluate("track.readyState") == "ended" and aminata.evaluate(STREAM) is None
    button.click()
    aminata.evaluate(f"codes = ['https://clinique.example/verify/{matricule.lower()}']")
    aminata.wait_for_url(re.compile(rf"/pharmacist/papers\?matricule={matricule}"))
    expect(aminata.locator("main")).to_contain_text("Khady Faye")


def test_a_camera_that_is_refused_says_what_to_do_and_the_matricule_is_typed(enter):
    aminata = counter(enter, camera=False)
    aminata.get_by_role("button", name="Lire le QR").click()
    dialog = aminata.locator("#scanner")
    expect(dialog.get_by_role("status")).to_contain_text("réglages du navigateur, ou tapez le matricule")
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_be_hidden()
    aminata.get_by_label("Matricule").fill("ORD-20261122-00000000")


def test_a_browser_that_reads_no_codes_shows_no_button(enter):
    aminata = counter(enter, detector=NONE)
    expect(aminata.get_by_label("Matricule")).to_be_visible()
    expect(aminata.get_by_role("button", name="Lire le QR")).to_be_hidden()
