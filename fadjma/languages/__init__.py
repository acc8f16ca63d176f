"""Languages: which is spoken now, and how to say a sentence in it. The msgid is the French, which is said where no other is.

Nothing here needs a request: the pump says one fact in three languages within a millisecond. What is spoken is a context
variable, which each greenlet has for itself.
"""

from collections.abc import Mapping
from contextvars import ContextVar

from .catalogue import CLINICAL, FRENCH, LANGUAGES, speech

__all__ = ["CLINICAL", "FRENCH", "LANGUAGES"]
_spoken: ContextVar[str] = ContextVar("language", default=FRENCH)


def current():
    """Return the language that is spoken now."""
    return _spoken.get()


def known(language):
    """Return a language if it is one of ours, else French."""
    return language if language in LANGUAGES else FRENCH


class speaking:
    """Speak `language` within; what was spoken before, after. Written out: a generator takes four times as long."""

    __slots__ = ("_language", "_token")

    def __init__(self, language):
        self._language = known(language)

    def __enter__(self):
        self._token = _spoken.set(self._language)

    def __exit__(self, *_):
        _spoken.reset(self._token)


def speak(language):
    """Speak `language` from now on, in this greenlet."""
    _spoken.set(known(language))


def gettext(sentence, **named):
    """Return a sentence in the language that is spoken, with what it names: `_("Bonjour %(name)s", name=…)`; %% is %."""
    return speech(_spoken.get()).sentence(None, sentence) % named


def pgettext(context, sentence, **named):
    """Return `gettext` of a sentence in a context: CLINICAL, or what tells two of the same French apart."""
    return speech(_spoken.get()).sentence(context, sentence) % named


def ngettext(singular, plural, n, **named):
    """Return the form of a sentence for `n` things, which it may name as %(num)d."""
    return speech(_spoken.get()).sentence(None, singular, plural, n) % {"num": n, **named}


def npgettext(context, singular, plural, n, **named):
    """Return `ngettext` of a sentence in a context."""
    return speech(_spoken.get()).sentence(context, singular, plural, n) % {"num": n, **named}


_ = gettext


def N_(sentence):
    """Mark a sentence for the catalogues; it is translated when it is said."""
    return sentence


class Vocabulary(Mapping):
    """Words of the domain: {word: French}, each in the language that is spoken when it is looked up."""

    def __init__(self, french, context=None):
        self._sentences = {word: (context, sentence) for word, sentence in french.items()}

    def __getitem__(self, word):
        return speech(_spoken.get()).sentence(*self._sentences[word])

    def __iter__(self):
        return iter(self._sentences)

    def __len__(self):
        return len(self._sentences)

    def __or__(self, other):
        both = Vocabulary({})
        both._sentences = self._sentences | other._sentences
        return both

    def french(self, word):
        """Return the French of a word, whatever is spoken: for what is written down and read by others."""
        return self._sentences[word][1]
