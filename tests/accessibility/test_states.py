"""axe, on a phone, in the states that no link leads to: what is open, wrong, lost or locked; and the targets' size."""

import pytest
from playwright.sync_api import expect

from tests.accessibility.shape import unseen_icons
from tests.accessibility.walking import findings
from tests.browsers import PHONE, live, signed_in
from tests.journeys.cutting import NETWORK
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
PIN = "4071"


@pytest.fixture
def server(start_server):
    """A server of this test alone."""
    return start_server(FADJMA_DRAIN_SECONDS="0")


@pytest.fixture
def enter(browser, server):
    """Return enter("awa") → her phone, connected, its movements stilled."""
    return lambda name: live(signed_in(browser, server, name, viewport=PHONE, reduced_motion="reduce"))


def expect_none(page):
    """Fail with whatever axe finds on the page as it stands, in light and in dark, or in too small a target."""
    found = findings(page) + unseen_icons(page)
    page.emulate_media(color_scheme="dark")
    found += findings(page, ["color-contrast"])
    page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def test_what_opens_above_a_page(enter):
    awa = enter("awa")
    awa.locator(".menu > summary").click()
    expect_none(awa)
    awa.keyboard.press("Escape")
    expect(awa.locator(".menu")).not_to_have_attribute("open", "")
    expect(awa.locator(".menu > summary")).to_be_focused()
    awa.keyboard.press("?")
    expect(awa.locator("#keys")).to_be_visible()
    expect_none(awa)
    awa.keyboard.press("Escape")
    expect(awa.locator("#keys")).to_be_hidden()
    expect(awa.locator(".menu > summary")).to_be_focused()


def test_a_question_before_an_act(enter):
    ousmane = enter("ousmane")
    ousmane.goto("/admin/users")
    ousmane.get_by_role("button", name="Suspendre").first.click()
    expect(ousmane.locator("#confirm")).to_be_visible()
    expect_none(ousmane)


def test_a_form_with_errors_and_a_toast(enter, browser, server):
    browser.forgive("422|htmx:|Response Status Error")
    fatou = enter("fatou")
    patient = server.api("awa").get("/me").json()["id"]
    live(fatou.goto(f"/doctor/patients/{patient}/prescriptions/new") and fatou)
    fatou.locator("#prescription-form").evaluate("form => { form.noValidate = true; }")
    fatou.get_by_role("button", name="Signer l’ordonnance").click()
    expect(fatou.locator(".error-summary")).to_be_focused()
    news = {"title": "Coupure", "message": "Ce soir."}
    announce(server, news)
    expect(fatou.locator(".toast")).to_be_visible()
    expect_none(fatou)


def announce(server, news):
    """Have the clinic's admin tell everybody."""
    answer = server.api("ousmane").post("/admin/announcements", json=news | {"audience": "everyone"})
    assert answer.status_code == 201, answer.text


def test_a_lost_connection(enter, browser):
    browser.forgive(NETWORK)
    awa = enter("awa")
    awa.clock.install()
    awa.context.set_offline(True)
    expect(awa.locator("#connection")).to_have_attribute("data-state", "connecting")
    awa.clock.run_for(9000)
    expect(awa.locator("#connection")).to_be_visible()
    awa.clock.resume()
    expect_none(awa)


def choose_pin(page, password):
    """Fill the form of the PIN and send it."""
    page.get_by_label("Code PIN").fill(PIN)
    page.locator("#pin-settings [name=password]").first.fill(password)
    page.get_by_role("button", name="Choisir ce code PIN").click()


def test_a_pin_that_is_refused_chosen_and_wrong_on_a_locked_phone(enter, browser):
    browser.forgive("422|htmx:|Response Status Error")
    awa = enter("awa")
    awa.goto("/account")
    choose_pin(live(awa), "ce-n-est-pas-le-sien")
    expect(awa.locator("#pin-settings .error-summary")).to_be_focused()
    expect_none(awa)
    choose_pin(awa, PASSWORD)
    expect(awa.get_by_role("button", name="Changer le code PIN")).to_be_visible()
    live(awa).keyboard.press("Alt+l")
    expect(awa.get_by_role("heading", name="Écran verrouillé")).to_be_visible()
    expect_none(awa)
    awa.get_by_label("Code PIN").fill("9999")
    awa.get_by_role("button", name="Déverrouiller").click()
    expect(awa.get_by_role("alert")).to_contain_text("4 essais")
    expect_none(awa)


def test_a_file_that_is_followed_its_pages_and_a_form_that_is_refused(enter, server, browser):
    browser.forgive("422|htmx:|Response Status Error")
    awa, moussa = enter("awa"), enter("moussa")
    moussa.goto("/patient/people")
    number = server.api("awa").get("/me").json()["patient_number"]
    moussa.get_by_label("Son téléphone ou son numéro de patient").fill(number)
    moussa.get_by_label("Qui est cette personne pour vous").fill("ma nièce")
    moussa.get_by_label("Votre mot de passe").fill("ce-n-est-pas-le-sien")
    moussa.get_by_role("button", name="Laisser suivre mon dossier").click()
    expect(moussa.locator(".error-summary")).to_be_focused()
    expect_none(moussa)
    moussa.get_by_label("Votre mot de passe").fill(PASSWORD)
    moussa.get_by_role("button", name="Laisser suivre mon dossier").click()
    expect(moussa.locator("#delegations .tag").first).to_have_text("Suit mon dossier")
    expect_none(live(moussa))
    awa.locator("#followings").get_by_role("link", name="Moussa Sarr").click()
    expect(awa.get_by_text("Dossier de Moussa Sarr, que vous suivez.")).to_be_visible()
    expect_none(live(awa))
    links = awa.locator("main a[href^='/patient/']").evaluate_all("all => all.map((link) => link.getAttribute('href'))")
    for path in list(dict.fromkeys(links))[:6]:
        awa.goto(path)
        assert not findings(awa), path


def test_groups_unfolded_in_the_centre_and_the_offer_to_take_back(enter):
    khady = enter("khady")
    khady.goto("/notifications")
    live(khady).locator("#notifications .older summary").first.click()
    khady.get_by_role("button", name="Tout marquer comme lu").click()
    expect(khady.locator(".toast .undo")).to_be_visible()
    khady.locator(".toast").hover()  # its seconds stand still
    expect_none(khady)
