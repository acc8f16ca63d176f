"""A catalogue: the sentences of one language, by the French ones. Read when it is first spoken; nothing is compiled."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from markupsafe import Markup

FRENCH = "fr"
LANGUAGES = {FRENCH: "Français", "en": "English", "wo": "Wolof (brouillon)"}  # each in its own words; a draft says so
PLURALS = {FRENCH: lambda n: n >= 2, "en": lambda n: n != 1, "wo": lambda n: 0}
DRAFTS = {"wo"}  # where sentences flagged fuzzy are said too: drafts, until a speaker has reviewed them
CLINICAL = "clinical"  # the context of doses, warnings and consents, which DRAFTS never say
CATALOGUES = Path(__file__).parents[1] / "translations"


def path_of(language):
    """Return where the catalogue of a language is."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


class Draft(Markup):
    """A sentence that a draft language says. What is named in it, and what markup does to it, leaves it one."""


class Speech:
    """The sentences of one language."""

    def __init__(self, language):
        self.plural = PLURALS[language]
        self.said = {} if language == FRENCH else dict(_read(language))
        self.markups: dict[str, Markup] = {}
        self.kind = Draft if language in DRAFTS else Markup

    def sentence(self, context, singular, plural=None, n=0):
        """Return a sentence as its catalogue has it; the French where it has none."""
        said = self.said.get((context, singular))
        if plural is None:
            return said[0] if said else singular
        return said[self.plural(n)] if said else (singular, plural)[n >= 2]

    def markup(self, *sentence):
        """Return a sentence as markup, which is made once: templates say the same few hundred over and over."""
        said = self.sentence(*sentence)
        made = self.markups.get(said)
        if made is None:
            made = self.markups[said] = (self.kind if sentence[:2] in self.said else Markup)(said)
        return made


def _read(language):
    """Yield ((context, French), forms) of every sentence that may be said."""
    drafts = language in DRAFTS
    with path_of(language).open("rb") as file:
        for message in read_po(file, locale=language):
            if not message.id or (drafts and message.context == CLINICAL) or (message.fuzzy and not drafts):
                continue
            french = message.id if isinstance(message.id, str) else message.id[0]
            if all(forms := forms_of(message)):
                yield (message.context, french), forms


def forms_of(message):
    """Return what a message of a catalogue says: one form, or one for each plural."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


speech = cache(Speech)
