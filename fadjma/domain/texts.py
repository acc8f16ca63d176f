"""Text: which can be kept, how one is matched with another, and reasons that must be given."""

import unicodedata

from .errors import Invalid


def is_unkeepable(text: str) -> bool:
    """Is there a NUL or half a character (a lone surrogate) in `text`? No database keeps those."""
    return any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def folded(text):
    """Return `text` as it is matched: without case, accents or doubled spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def reason(text, *, most):
    """Return the trimmed reason; raise Invalid where there is none or it is over `most` characters."""
    text = (text or "").strip()
    if not text:
        raise Invalid(reason="required")
    if len(text) > most:
        raise Invalid(reason="too_long")
    return text
