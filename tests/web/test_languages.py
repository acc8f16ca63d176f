"""The language of a page: whose choice counts, what is remembered, and what a shared phone or a cache is shown."""

import re

import pytest
from sqlalchemy import select

from fadjma.commands.languages import choose_language
from fadjma.domain.errors import Invalid
from fadjma.extensions import db
from fadjma.models import AuditEntry
from tests.people import act


def spoken(answer):
    """Return the language that a page says it is in."""
    return answer.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("header", "language"), [(None, "fr"), ("en-GB,en;q=0.9", "en"), ("de", "fr"), ("wo-SN", "wo"), ("de,en;q=0.2", "en")]
)
def test_before_the_log_in_the_browser_is_asked(client, header, language):
    assert spoken(client.get("/login", headers={"Accept-Language": header} if header else {})) == language


def test_what_is_asked_for_by_name_is_remembered_and_offered_in_its_own_words(client):
    page = client.get("/login?next=/patient/")
    assert '<a href="/login?next=%2Fpatient%2F&amp;lang=en" lang="en" hreflang="en">English</a>' in page.text
    assert spoken(client.get("/login?lang=en")) == spoken(client.get("/register")) == "en"
    assert spoken(client.get("/login?lang=xx")) == "en"
    assert "Home" not in client.get("/login").text


def test_the_choice_is_the_persons_wherever_they_sign_in(as_, cast):
    browser, other = as_("awa"), as_("awa")
    assert spoken(browser.get("/account")) == "fr"
    answer = act(browser, "/account/language", language="en")
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert [spoken(each.get("/account", headers={"Accept-Language": "fr"})) for each in (browser, other)] == ["en", "en"]
    assert spoken(other.get("/patient/?lang=fr")) == "en"
    assert spoken(as_("moussa").get("/patient/")) == "fr"


def test_a_page_in_wolof_is_french_but_for_the_phrases_that_say_so(as_, cast):
    browser = as_("awa")
    act(browser, "/account/language", language="wo")
    for path in ("/patient/", "/patient/medical-records", "/patient/prescriptions", "/notifications", "/account"):
        page = browser.get(path).text
        assert spoken(browser.get(path)) == "wo" and re.search(r'<body[^>]* lang="fr"', page)
        assert re.search(r'<(h1|a|button)[^>]*>\s*<span lang="wo">[^<]+</span>', page), path
        assert not re.search(r'="[^">]*<span', page) and not re.search(r"<title>[^/]*<span", page), path
    assert '<span lang="wo">Samay ordonaas</span>' in browser.get("/patient/").text or "Sama dosiye" in page
    act(browser, "/account/language", language="en")
    assert not re.search(r'<body[^>]* lang=|<span lang="', browser.get("/patient/").text)


def test_after_the_log_out_the_phone_still_speaks_it(as_):
    browser = as_("awa")
    act(browser, "/account/language", language="en")
    act(browser, "/logout")
    assert spoken(browser.get("/login")) == "en"


def test_a_choice_is_recorded_and_only_among_ours(cast):
    assert choose_language("wo", actor=cast.ndeye).language == "wo"
    acts = db.session.scalars(select(AuditEntry.act).where(AuditEntry.actor_id == cast.ndeye.id)).all()
    assert acts == ["LanguageChosen"]
    with pytest.raises(Invalid):
        choose_language("de", actor=cast.ndeye)


def test_who_registers_in_english_is_spoken_to_in_english(client):
    form = {"role": "patient", "name": "Ann", "email": "ann@fadjma.example", "birth_date": "1990-01-01"}
    client.get("/register?lang=en")
    client.post("/register", data=form | {"password": "correct horse battery"})
    assert spoken(client.get("/patient/", headers={"Accept-Language": "fr"})) == "en"


def test_what_caches_keep_is_in_the_language_of_its_address(client):
    client.get("/login?lang=en")
    assert spoken(client.get("/pharmacies-de-garde", headers={"Accept-Language": "en"})) == "fr"
    assert spoken(client.get("/pharmacies-de-garde?lang=en")) == "en"


def test_no_language_is_left_to_the_next_request(as_, client):
    browser = as_("awa")
    act(browser, "/account/language", language="en")
    browser.get("/patient/")
    assert spoken(client.get("/login")) == "fr"
