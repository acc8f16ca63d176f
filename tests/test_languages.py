"""Languages: what is spoken where, in which form, and that it needs neither a request nor a build."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from fadjma.languages import CLINICAL, Vocabulary, current, formats, gettext, ngettext, pgettext, speaking
from fadjma.languages.catalogue import Speech, speech

PO = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

msgid "Bonjour %(name)s"
msgstr "Hello %(name)s"

msgid "%(num)d jour"
msgid_plural "%(num)d jours"
msgstr[0] "%(num)d day"
msgstr[1] "%(num)d days"

#, fuzzy
msgid "Mon dossier"
msgstr "DRAFT"

#, fuzzy
msgctxt "clinical"
msgid "Un comprimé"
msgstr "DRAFT"
"""


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Both languages say these few sentences, for the time of a test."""
    for language in ("en", "wo"):
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / language / "LC_MESSAGES" / "messages.po").write_text(PO)
    monkeypatch.setattr("fadjma.languages.catalogue.CATALOGUES", tmp_path)
    speech.cache_clear()
    yield
    speech.cache_clear()


def test_french_is_said_as_it_is_written_and_where_nothing_else_is():
    assert (current(), gettext("Cent %% de %(what)s", what="tout")) == ("fr", "Cent % de tout")
    with speaking("de"):
        assert (current(), gettext("Mon dossier")) == ("fr", "Mon dossier")


@pytest.mark.parametrize(
    ("language", "said"), [("fr", ["0 jour", "1 jour", "2 jours"]), ("en", ["0 days", "1 day", "2 days"])]
)
def test_each_language_counts_in_its_own_way(catalogues, language, said):
    with speaking(language):
        assert [ngettext("%(num)d jour", "%(num)d jours", n) for n in range(3)] == said


def test_a_draft_is_said_where_drafts_are_and_never_for_what_is_clinical(catalogues):
    with speaking("wo"):
        assert (gettext("Mon dossier"), pgettext(CLINICAL, "Un comprimé")) == ("DRAFT", "Un comprimé")
    with speaking("en"):
        assert gettext("Mon dossier") == "Mon dossier"


def test_what_is_spoken_ends_with_its_block_even_after_an_error(catalogues):
    with speaking("en"), pytest.raises(KeyError), speaking("wo"):
        raise KeyError
    assert current() == "fr"
    with speaking("en"), ThreadPoolExecutor(1) as beside:
        assert (beside.submit(current).result(), current()) == ("fr", "en")


def test_a_vocabulary_is_said_when_it_is_looked_up(catalogues):
    words = Vocabulary({"file": "Mon dossier"}) | Vocabulary({"other": "Autre"})
    with speaking("wo"):
        assert dict(words) == {"file": "DRAFT", "other": "Autre"}
    assert words.get("file") == "Mon dossier" and len(words) == 2


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ _("Bonjour %(name)s", name=who) }}', "Hello &lt;b&gt;"),
        ('{{ ngettext("%(num)d jour", "%(num)d jours", 2) }}', "2 days"),
        ('{{ _("Tout à 100 %%") }}', "Tout à 100 %"),
        ("{% trans name=who %}Bonjour {{ name }}{% endtrans %}", "Hello &lt;b&gt;"),
        ('{{ _("Bonjour %(name)s", name=_("<br>")) }}', "Hello <br>"),
        ("{{ language() }}", "en"),
    ],
)
def test_templates_say_it_with_what_it_names_escaped(app, catalogues, template, shown):
    made = app.jinja_env.from_string("{% autoescape true %}" + template + "{% endautoescape %}")
    with speaking("en"):
        assert made.render(who="<b>") == shown


def test_a_sentence_of_a_message_is_not_escaped(app, catalogues):
    words = '{% autoescape false %}{{ _("Bonjour %(name)s", name="d’<b>") }}{% endautoescape %}'
    with speaking("en"):
        assert app.jinja_env.from_string(words).render() == "Hello d’<b>"


def test_french_needs_no_catalogue():
    assert not Speech("fr").said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "1er\u00a0août 2026 à 14\u00a0h\u00a005"),
        ("en", "1\u00a0August 2026 at 14:05"),
        ("wo", "1er\u00a0août 2026 ci 14\u00a0h\u00a005"),
    ],
)
def test_moments_are_said_as_each_language_says_them(language, said):
    with speaking(language):
        assert formats.moment(datetime(2026, 8, 1, 14, 5, tzinfo=UTC)) == said
        assert formats.number(78.4) == ("78.4" if language == "en" else "78,4")
