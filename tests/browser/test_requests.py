"""Acts on a page: signed, done once however often they are retried, busy until the answer, refusals said aloud."""

import pytest
from playwright.sync_api import expect

from tests.browser.things import fill, row, save, swap

pytestmark = pytest.mark.browser
FAILED = "Failed to load resource|Response Status Error|htmx:|ERR_"


def acts(stage):
    """Return the (headers, values) of the acts so far."""
    return [request[1:] for request in stage.requests if request[0] == "act"]


def test_an_act_carries_its_token_and_its_key(page, stage):
    page.locator("#lone").click()
    stage.wait(lambda: acts(stage))
    headers, _ = acts(stage)[0]
    assert headers["X-Csrf-Token"] == "csrf-of-access"
    assert len(headers["Idempotency-Key"]) == 32


def test_the_button_is_busy_until_the_answer_and_acts_once(page, stage):
    stage.gate.clear()
    button = page.locator("#lone")
    button.dblclick()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    stage.gate.set()
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert len(acts(stage)) == 1


def test_a_retry_keeps_the_key_and_other_contents_change_it(page, stage, browser):
    browser.forgive(FAILED)
    stage.answers += [(500, "", {}), (503, "", {}), (204, "", {}), (204, "", {})]
    fill(page, title="a", content="b")
    for number in range(1, 5):
        if number == 3:
            fill(page, title="c")
        save(page)
        stage.wait(lambda expected=number: len(acts(stage)) == expected)
        expect(page.get_by_role("button", name="Enregistrer")).not_to_have_attribute("aria-busy", "true")
    first, retried, changed, done_again = [headers["Idempotency-Key"] for headers, _ in acts(stage)]
    assert first == retried
    assert len({retried, changed, done_again}) == 3


def test_a_network_that_fails_is_said_and_nothing_typed_is_lost(page, stage, browser):
    browser.forgive(FAILED)
    fill(page, title="a", content="un long texte")
    page.route("**/act", lambda route: route.abort())
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Le réseau n’a pas répondu")
    assert page.locator("#content").input_value() == "un long texte"
    page.unroute("**/act")
    save(page)
    stage.wait(lambda: acts(stage))


def test_an_ended_token_is_renewed_and_the_act_done(page, stage, browser):
    browser.forgive(FAILED)
    stage.session = "expired"
    stage.answers.append((200, '<p id="done">Fait</p>', {"HX-Retarget": "#stock_items", "HX-Reswap": "innerHTML"}))
    fill(page, title="a", content="b")
    save(page)
    expect(page.locator("#done")).to_be_visible()
    (refused, values), (done, again) = acts(stage)
    assert values == again
    assert refused["Idempotency-Key"] == done["Idempotency-Key"]
    assert done["X-Csrf-Token"] == "csrf-renewed"


def test_a_refusal_is_said_and_stays(page, stage, browser):
    browser.forgive(FAILED)
    stage.answers += [(409, '<p class="problem" role="alert">Une autre pharmacie a été plus rapide.</p>', {})] * 2
    for _ in "12":
        page.locator("#lone").click()
        expect(page.locator("#lone")).not_to_have_attribute("aria-busy", "true")
    alert = page.locator("#toasts").get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("Une autre pharmacie a été plus rapide.")
    alert.get_by_role("button", name="Fermer").click()
    expect(alert).to_have_count(0)


def test_a_refusal_is_said_even_when_the_button_has_left(page, stage, browser):
    browser.forgive(FAILED)
    stage.tell(swap("1", row("1", "", inside='<button hx-post="/act" hx-target="closest li">Valider</button>')))
    stage.answers.append((409, '<p class="problem" role="alert">Trop tard.</p>', {}))
    stage.gate.clear()
    page.get_by_role("button", name="Valider").click()
    stage.wait(lambda: acts(stage))
    stage.tell(swap("1", ""))
    expect(page.locator("#prescription_1")).to_have_count(0)
    stage.gate.set()
    expect(page.get_by_role("alert")).to_contain_text("Trop tard.")


def test_an_answer_is_shown_even_when_its_button_has_left(page, stage):
    button = '<button hx-post="/act" hx-target="closest li">Valider</button>'
    stage.tell(swap("1", row("1", "émise", inside=button)))
    stage.answers.append((200, row("1", "validée", "validated", inside="<em>réponse</em>"), {}))
    stage.gate.clear()
    page.get_by_role("button", name="Valider").click()
    stage.wait(lambda: acts(stage))
    stage.tell(swap("1", row("1", "validée", "validated")))
    expect(page.locator("#prescription_1")).to_have_attribute("data-status", "validated")
    stage.gate.set()
    expect(page.locator("#prescription_1 em")).to_be_visible()
    expect(page.locator("#prescription_1")).to_have_count(1)


def test_the_second_half_of_a_double_tap_does_not_hit_the_next_act(page, stage):
    stage.answers += [(200, row("1", "", inside='<button hx-post="/act" hx-target="closest li">Préparer</button>'), {})] * 2
    stage.tell(swap("1", row("1", "", inside='<button hx-post="/act" hx-target="closest li">Valider</button>')))
    page.get_by_role("button", name="Valider").dblclick(delay=30)
    expect(page.get_by_role("button", name="Préparer")).to_be_visible()
    assert len(acts(stage)) == 1


def test_a_folded_form_that_did_its_work_folds_and_shows_what_it_changed(page, stage):
    page.goto("/pages/folded")
    expect(page.get_by_text("Choisir la pharmacie")).to_be_hidden()
    page.get_by_text("Reprendre").click()
    page.locator("#reason").fill("Trop loin")
    stage.answers.append((200, '<article id="prescription_detail_1" class="card" data-status="issued">Émise</article>', {}))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#prescription_detail_1")).to_have_attribute("data-status", "issued")
    expect(page.locator("#prescription_detail_1")).to_be_in_viewport()
    expect(page.get_by_text("Reprendre")).to_be_hidden()
    expect(page.get_by_text("Choisir la pharmacie")).to_be_visible()


def test_a_folded_form_that_was_refused_stays_open_with_its_words(page, stage, browser):
    browser.forgive(FAILED)
    page.goto("/pages/folded")
    page.get_by_text("Reprendre").click()
    page.locator("#reason").fill("Trop loin")
    inside = '<p class="error">Trop court.</p><textarea id="reason" name="reason">x</textarea>'
    stage.answers.append((422, f'<form id="return" hx-post="/act">{inside}</form>', {"HX-Retarget": "#return"}))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#return .error")).to_be_visible()
    assert page.locator("#reason").input_value() == "Trop loin"
    expect(page.locator("#prescription_detail_1")).to_have_text("Prête")
