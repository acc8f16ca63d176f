"""The catalogues: whole, true to the French, and where Wolof may speak."""

import re

import pytest
from babel.messages.pofile import read_po

from fadjma.languages.catalogue import CLINICAL, FRENCH, LANGUAGES, forms_of, path_of
from scripts.translations import extracted
from tests.typography import PROSE, offences

NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w)\}")
MARKUP = re.compile(r"</?\w+[^>]*>")
NOT_ENGLISH = re.compile(r"\w'|'\w|\.\.\.|«|»|\s[;:!?]")  # how French, or a typewriter, sets what English sets otherwise
# Where doses, warnings and consents are read: no draft speaks there, though somebody forgot to say that it is clinical.
GRAVE = re.compile(
    r"_(checks|prescription_lines|approval|rejection|contest|emergency|access_request|treatment|allergies|delegation_form)\.html"
    r"|messages/(access|emergency|delegation|pickup)_|labels/(refusals|medical_records)|web/posology"
)


def catalogue(language):
    """Return {(context, French): message} of a catalogue."""
    with path_of(language).open("rb") as file:
        return {key(message): message for message in read_po(file, locale=language) if message.id}


def key(message):
    """Return what a message is looked up by."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


SAID = {key(message): message for message in extracted() if message.id}
ENGLISH, WOLOF = catalogue("en"), catalogue("wo")
DRAFTS = [message for message in WOLOF.values() if any(forms_of(message))]


def french(message):
    """Return the French of a message: one form or two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {FRENCH}))
def test_a_catalogue_has_every_sentence_and_no_other(language):
    assert catalogue(language).keys() ^ SAID.keys() == set(), "run `make translations`"


def test_every_sentence_is_said_in_english():
    assert [sentence for sentence, message in ENGLISH.items() if message.fuzzy or not all(forms_of(message))] == []


def test_english_is_set_as_english_is():
    wrong = [form for message in ENGLISH.values() for form in forms_of(message) if NOT_ENGLISH.search(MARKUP.sub("", form))]
    assert wrong == []


def test_the_french_of_every_sentence_is_set_as_french_is():
    texts = [MARKUP.sub("", NAMED.sub("x", text)) for message in SAID.values() for text in french(message)]
    assert [offence for text in texts if PROSE.search(text) for offence in offences(text)] == []


def test_every_wolof_sentence_is_a_draft_until_it_says_who_reviewed_it():
    unmarked = [m.id for m in DRAFTS if not m.fuzzy and not any("reviewed by" in said.lower() for said in m.user_comments)]
    assert DRAFTS and unmarked == []


def test_no_draft_speaks_of_a_dose_a_warning_or_a_consent():
    places = {message.id: [path for path, _ in SAID[key(message)].locations] for message in DRAFTS}
    assert [message.id for message in DRAFTS if message.context == CLINICAL] == []
    assert [sentence for sentence in places if any(map(GRAVE.search, places[sentence]))] == []
