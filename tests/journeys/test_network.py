"""A network that comes and goes: nothing missed, nothing shown or done twice, no refresh needed."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE, live
from tests.journeys.asking import ask, its_page
from tests.journeys.cutting import NETWORK, lose_answers, without_websockets
from tests.journeys.reloading import expect_live_equals_reload
from tests.journeys.seeing import expect_status, expect_unread, go, rows, tab, toast, unread

pytestmark = pytest.mark.browser
FALL, SARR = "Dr Ibrahima Fall", "Moussa Sarr"


def test_a_phone_that_was_offline_sees_on_its_return_what_was_decided_once(enter, browser):
    browser.forgive(NETWORK)
    moussa, ibrahima = enter("moussa"), enter("ibrahima", viewport=PHONE)
    request = ask(ibrahima, SARR)
    centre = tab(ibrahima, "/notifications")
    before = unread(centre)
    ibrahima.context.set_offline(True)
    expect(ibrahima.locator("#connection")).not_to_have_attribute("data-state", "live")
    rows(moussa, "access_request", FALL).get_by_role("button", name="Autoriser").click()
    expect_status(rows(moussa, "access_request", FALL), "Accordé")
    expect_status(request, "En attente")
    ibrahima.context.set_offline(False)
    expect_status(request, "Accordé")
    for page in (ibrahima, centre):
        expect(toast(page, SARR)).to_have_count(1)
        expect_unread(page, before + 1)
    expect(rows(centre, "notification", SARR)).to_have_count(1)
    for page in (ibrahima, centre, moussa):
        expect_live_equals_reload(page)


def test_polling_alone_lives_the_story_of_access(enter, browser):
    browser.forgive(NETWORK)
    browser.forgive("404")
    moussa, ibrahima = (without_websockets(enter(name)) for name in ("moussa", "ibrahima"))
    for page in (moussa, ibrahima):
        page.on("websocket", lambda websocket: pytest.fail("a websocket got through"))
    request = ask(ibrahima, SARR)
    card = rows(moussa, "access_request", FALL)
    expect(toast(moussa, FALL)).to_be_visible()
    expect_unread(moussa, 1)
    card.get_by_role("button", name="Autoriser").click()
    expect_status(request, "Accordé")
    request.get_by_role("link", name="Ouvrir le dossier").click()
    file = live(ibrahima).locator("[id^=patient_file_]")
    expect(file).to_be_visible()
    expect(rows(moussa, "access_log_line", FALL).filter(has_text="a consulté votre dossier")).to_have_count(1)
    with moussa.expect_response("**/revocation"):
        card.get_by_role("button", name="Couper l’accès").click()
    expect(file).to_have_count(0, timeout=1000)
    go(ibrahima, "/doctor/")
    for page in (moussa, ibrahima):
        expect_live_equals_reload(page)


def test_an_act_done_twice_is_done_once(enter, browser):
    browser.forgive(NETWORK)
    moussa, ibrahima = enter("moussa"), enter("ibrahima")
    go(ibrahima, "/doctor/")
    ibrahima.get_by_label("Trouver un patient").fill(SARR)
    ibrahima.get_by_role("button", name="Chercher").click()
    ibrahima.get_by_role("link", name="Demander l’accès").click()
    ibrahima.get_by_label("Motif").fill("Suivi du diabète")
    ibrahima.get_by_label("Durée en jours").fill("10")

    # The answer is lost on the way: he is told, nothing he typed is lost, and trying again does it no second time.
    lose_answers(ibrahima, "**/access-requests")
    send = ibrahima.get_by_role("button", name="Envoyer la demande")
    send.click()
    expect(ibrahima.get_by_role("alert").filter(has_text="Le réseau n’a pas répondu.")).to_be_visible()
    expect(ibrahima.get_by_label("Motif")).to_have_value("Suivi du diabète")
    expect_unread(moussa, 1)
    ibrahima.unroute("**/access-requests")
    send.click()
    expect_status(its_page(ibrahima), "En attente")
    expect(rows(moussa, "access_request", FALL)).to_have_count(1)
    expect_unread(moussa, 1)

    # A double tap is one act.
    rows(moussa, "access_request", FALL).get_by_role("button", name="Autoriser").dblclick()
    expect_status(its_page(ibrahima), "Accordé")
    expect_unread(ibrahima, 1)
    expect(moussa.get_by_role("alert")).to_have_count(0)
    for page in (moussa, ibrahima):
        expect_live_equals_reload(page)
    go(ibrahima, "/notifications")
    expect(rows(ibrahima, "notification", SARR)).to_have_count(1)


def test_a_page_that_outlives_its_server_catches_up(enter, browser, server):
    browser.forgive(NETWORK)
    moussa, ibrahima = enter("moussa"), enter("ibrahima")
    go(ibrahima, "/doctor/")
    moussa.context.set_offline(True)
    server.kill()
    expect(moussa.locator("#connection")).not_to_have_attribute("data-state", "live")
    server.start()
    ask(ibrahima, SARR)
    expect(rows(moussa, "access_request")).to_have_count(0)
    moussa.context.set_offline(False)
    expect(rows(moussa, "access_request", FALL)).to_have_count(1)
    expect_unread(moussa, 1)
    expect(toast(moussa, FALL)).to_have_count(1)
    rows(moussa, "access_request", FALL).get_by_role("button", name="Refuser").click()
    expect_status(its_page(ibrahima), "Refusé")
    for page in (moussa, ibrahima):
        expect_live_equals_reload(page)
