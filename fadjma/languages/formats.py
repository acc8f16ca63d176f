"""Days, hours and numbers as each language writes them. Dakar keeps UTC, so a moment is said as it is stored."""

from functools import cache

from babel import Locale

from . import FRENCH, current, gettext
from .catalogue import DRAFTS

DECIMAL = {"en": "."}  # the others write a comma
POINTED = {"en"}  # languages that write 14:05; the others write « 14 h 05 »


@cache
def _months(language):
    """Return the names of the months; a draft says them in French, like the sentences of care that they stand in."""
    return Locale.parse(FRENCH if language in DRAFTS else language).months["format"]["wide"]


def hour(moment):
    """Return « 14 h 05 »."""
    if current() in POINTED:
        return f"{moment.hour:02}:{moment.minute:02}"
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"


def date(day):
    """Return « 22 novembre 2026 », « 1er août 2026 », of a date or of a moment."""
    language = current()
    number_of = "1er" if day.day == 1 and language not in POINTED else day.day
    return f"{number_of}\u00a0{month(day)}"


def month(day):
    """Return « novembre 2026 », of a date or of a moment."""
    return f"{_months(current())[day.month]} {day.year}"


def moment(at):
    """Return « 22 novembre 2026 à 14 h 05 »."""
    return gettext("%(date)s à %(hour)s", date=date(at), hour=hour(at))


def number(value):
    """Return « 78,4 »."""
    return str(value).replace(".", DECIMAL.get(current(), ",")) if isinstance(value, int | float) else str(value)
