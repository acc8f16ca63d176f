"""What is typed into a form: back after an error, gone once saved, asked about before it is left."""

import pytest
from playwright.sync_api import expect

from tests.browser.things import fill, save

pytestmark = pytest.mark.browser
FAILED = "Failed to load resource|Response Status Error|htmx:|ERR_"


FORM = """<form id="form" hx-post="/act">{summary}
<label for="title">Titre</label><input id="title" name="title" value="{title}"{state}>
<label for="content">Texte</label><textarea id="content" name="content">
{content}</textarea><button>Enregistrer</button></form>"""


def test_a_form_with_errors_comes_back_with_what_was_typed(page, stage, browser):
    browser.forgive(FAILED)
    summary = '<div class="error-summary" role="alert" tabindex="-1"><a href="#title">Trop court.</a></div>'
    html = FORM.format(summary=summary, title="a", state=' aria-invalid="true"', content="b")
    stage.answers.append((422, html, {}))
    fill(page, title="a", content="b")
    save(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#title")).to_have_attribute("aria-invalid", "true")
    assert page.locator("#title").input_value() == "a"
    assert page.locator("#content").input_value() == "b"
    expect(page.locator(".toast")).to_have_count(0)


def test_a_saved_form_shows_what_was_saved_and_is_no_longer_dirty(page, stage):
    stage.answers.append((200, FORM.format(summary="", title="", state="", content=""), {}))
    fill(page, content="b", title="a")
    page.locator("#title").press("Enter")
    expect(page.locator("#title")).to_have_value("")
    expect(page.locator("#content")).to_have_value("")
    expect(page.locator("[data-dirty]")).to_have_count(0)


def test_leaving_with_unsaved_words_asks_first_and_a_saved_form_does_not(page, stage):
    asked = []

    def agree(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.locator("#title").press_sequentially("abc")
    page.goto("/patient/")
    assert asked == ["beforeunload"]
    page.locator("#title").press_sequentially("abc")
    fill(page, content="b")
    stage.answers.append((200, "", {"HX-Redirect": "/patient/?saved"}))
    save(page)
    page.wait_for_url("**/patient/?saved")
    assert asked == ["beforeunload"]


def test_what_is_typed_while_other_fields_are_on_their_way_stays(page, stage):
    fields = '<label for="words">Nom</label><input id="words" name="words" value="{}"><input name="more" aria-label="Autre">'
    stage.answers.append((200, fields.format("av"), {}))
    page.locator("#words").fill("av")
    stage.gate.clear()
    page.locator("#sort").select_option("b")
    page.locator("#words").press_sequentially("ant")
    stage.gate.set()
    expect(page.get_by_label("Autre")).to_be_visible()
    expect(page.locator("#words")).to_have_value("avant")
    expect(page.locator("#words")).to_be_focused()
    assert stage.requests[-1][2]["words"] == "av"
    stage.answers.append((200, fields.format("changé"), {}))
    page.locator("#fields").evaluate("(target) => htmx.ajax('post', '/act', { target, source: target, swap: 'innerHTML' })")
    expect(page.locator("#words")).to_have_value("changé")
