"""Text that can be kept."""


def is_unkeepable(text: str) -> bool:
    """Is there a NUL or half a character (a lone surrogate) in `text`? No database keeps those."""
    return any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)
