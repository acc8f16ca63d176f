"""Sentences: each is given what it names, and every translation names the same things in the same markup."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from fadjma.languages.catalogue import FRENCH, LANGUAGES, forms_of, path_of
from tests.architecture import ROOT

SAID = {"_", "gettext", "pgettext", "ngettext", "npgettext"}
NAMED = re.compile(r"%\((\w+)\)[sd]")
TAGS = re.compile(r"<[^>]+>")
BLANKS = re.compile(r"\{\w\}")  # filled in by a script
TEMPLATES = Environment(extensions=["jinja2.ext.i18n"])
TEMPLATES.newstyle_gettext = True  # {% trans %} is read as the call it makes


def given(call):
    """Return the names that a call in a template gives to its sentence."""
    return {keyword.key for keyword in call.kwargs} | ({"num"} if call.node.name in {"ngettext", "npgettext"} else set())


def wrongly_said(template):
    """Return the sentences of a template that do not name just what they are given, or hold a % that is not doubled."""
    calls = TEMPLATES.parse(template).find_all(nodes.Call)
    said = [call for call in calls if isinstance(call.node, nodes.Name) and call.node.name in SAID]
    return [text for call in said for text in sentences(call) if not fits(text, given(call))]


def sentences(call):
    """Return the strings of a call that are sentences: what comes first in `pgettext` is a context."""
    texts = [one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
    return texts[1:] if "pgettext" in call.node.name else texts


def fits(text, names):
    """Return whether a sentence names what it is given and nothing else."""
    return set(NAMED.findall(text)) | {"num"} == names | {"num"} and "%" not in NAMED.sub("", text).replace("%%", "")


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda path: path.name)
def test_a_sentence_is_given_what_it_names(path):
    assert not wrongly_said(path.read_text())


@pytest.mark.parametrize("template", ['{{ _("Le %(at)s") }}', '{{ _("Le jour", at=1) }}', '{{ _("95 % au plus") }}'])
def test_what_does_not_fit_is_caught(template):
    assert wrongly_said(template)


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {FRENCH}))
def test_a_translation_names_the_same_in_the_same_markup(language):
    with path_of(language).open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id and all(forms_of(message))]
    parted = [(french, said) for message in messages for french, said in pairs(message) if parts(french) != parts(said)]
    assert not parted


def pairs(message):
    """Return (French, translation) of each form of a message."""
    french = message.id if isinstance(message.id, tuple | list) else (message.id,)
    return [(french[min(n, len(french) - 1)], said) for n, said in enumerate(forms_of(message))]


def parts(text):
    """Return what a sentence names, its tags and its blanks, each as often as it stands there."""
    return Counter(NAMED.findall(text)), Counter(TAGS.findall(text)), Counter(BLANKS.findall(text))
