"""Text that can be kept, and reasons that must be given."""

from .errors import Invalid


def is_unkeepable(text: str) -> bool:
    """Is there a NUL or half a character (a lone surrogate) in `text`? No database keeps those."""
    return any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def reason(text, *, most):
    """Return the trimmed reason; raise Invalid where there is none or it is over `most` characters."""
    text = (text or "").strip()
    if not text:
        raise Invalid(reason="required")
    if len(text) > most:
        raise Invalid(reason="too_long")
    return text
