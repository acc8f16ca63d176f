"""What a screen reader would say: each sentence once, in a region that stood there before, a failure at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.things import fill, row, swap
from tests.browsers import live, until

pytestmark = pytest.mark.browser
BURST = 50
# Notes what is put into a region that is spoken, or into the page as such a region, as « polite: … » or « assertive: … ».
LISTEN = """() => {
  const REGION = '[role=status], [role=alert], [aria-live]';
  window.spoken = [];
  const urgency = (region) => region.role === 'alert' || region.ariaLive === 'assertive' ? 'assertive' : 'polite';
  const say = (node) => {
    const at = node.nodeType === 1 ? node : node.parentElement;
    const region = at?.closest(REGION) ?? (node.nodeType === 1 ? node.querySelector('[role=alert]') : null);
    if (!region || at?.closest('[aria-hidden=true], [hidden]')) return;
    const words = (region.contains(node) ? node : region).textContent.replace(/\\s+/g, ' ').trim();
    if (words) spoken.push(`${urgency(region)}: ${words}`);
  };
  new MutationObserver((changes) => changes.forEach(({ type, target, addedNodes }) =>
    type === 'characterData' ? say(target) : addedNodes.forEach(say)))
    .observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def stage():
    """A server of this test alone."""
    stage = Stage().start()
    yield stage
    stage.stop()


@pytest.fixture
def page(browser, stage):
    """Awa's phone, connected, and somebody who listens to it."""
    page = browser.new_page(stage.url)
    page.goto("/patient/")
    live(page).evaluate(LISTEN)
    return page


def expect_spoken(page, *sentences):
    """Wait until these sentences have been said, and a while more: no other, none twice."""
    until(page, "(many) => spoken.length >= many", len(sentences))
    page.wait_for_timeout(600)
    assert page.evaluate("spoken") == list(sentences)


def test_an_event_is_said_once_though_it_comes_by_two_streams(page, stage):
    frame = stage.tell(swap("1", row("1", "Prête", status="ready")), notify=True)
    stage.tell(notify=True, event_id=frame["event_id"])
    expect_spoken(page, "polite: Ordonnance prête Votre ordonnance est prête.")


def test_danger_is_said_at_once(page, stage):
    stage.tell(notify=True, level="urgent", title="Allergie", message="Ne prenez rien.")
    expect_spoken(page, "assertive: Allergie Ne prenez rien.")


@pytest.mark.parametrize(("loud", "sentence"), [(True, "50 nouvelles"), (False, "50 mises à jour")])
def test_a_burst_is_one_sentence(page, stage, loud, sentence):
    for number in range(BURST):
        stage.tell(swap(str(number), row(str(number), "là")), notify=loud)
    expect(page.locator("#prescriptions > [id]")).to_have_count(BURST)
    expect_spoken(page, f"polite: {sentence}")


def test_a_connection_that_was_lost_and_is_back_is_said_once_each(page, stage, browser):
    browser.forgive(r"ERR_INTERNET_DISCONNECTED|WebSocket connection|Failed to load resource|websocket error")
    page.clock.install()
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_have_attribute("data-state", "connecting")
    stage.tell(swap("1", row("1", "pendant l’absence")))
    page.clock.run_for(9000)
    page.context.set_offline(False)
    expect(page.locator("#prescription_1")).to_be_visible()
    page.clock.run_for(1500)
    assert page.evaluate("spoken") == ["polite: Connexion perdue", "polite: Reconnecté – 1 mise à jour"]


def test_an_error_of_a_form_is_said_and_a_failure_too(page, stage, browser):
    browser.forgive("422|500|htmx:|Response Status Error")
    summary = '<div class="error-summary" role="alert" tabindex="-1">Donnez un titre.</div>'
    form = f'<form id="form" hx-post="/act">{summary}<button>Enregistrer</button></form>'
    fill(page, title="A", content="B")
    stage.answers.append((422, form, {}))
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    stage.answers.append((500, "", {}))
    page.get_by_role("button", name="Enregistrer").click()
    expect_spoken(
        page, "assertive: Donnez un titre.", "assertive: Une erreur est survenue de notre côté. Réessayez dans un instant."
    )


def test_an_act_that_is_done_is_said(page, stage):
    button = '<button type="button" hx-post="/act" hx-target="#prescription_1">Oui</button>'
    act = f'<h3>Dr Fall</h3> <span class="tag">{{}}</span> {button}'
    stage.tell(swap("1", row("1", "", status="pending", inside=act.format("En attente"))))
    stage.answers.append((200, row("1", "", status="approved", inside=act.format("Accordé")), {}))
    page.get_by_role("button", name="Oui").click()
    expect_spoken(page, "polite: Dr Fall, Accordé")
