"""A file as a course of years: which entries stand under which heading, and where a heading stands among them.

A list orders its things by id, newest first, and an id begins with its time. A heading has such an id too, so that an entry
that comes live finds its place below the heading of its year, as on a reload.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

YEARS = range(1900, 2200)  # those a file may be asked for
SOON = timedelta(days=30)  # a page that is open at New Year has the next heading already


@dataclass(frozen=True)
class Year:
    """One year of a file: its number, the id of its heading (without the noun), its entries, newest first."""

    number: int
    key: str
    entries: tuple[Any, ...]


def by_year(entries, *, now=None):
    """Return the Years of `entries`, newest first; with `now`, also those an entry may come to, though they are empty."""
    coming = {now.year, (now + SOON).year} if now else set()
    found: dict[int, list[Any]] = {}
    for entry in entries:
        found.setdefault(entry.created_at.year, []).append(entry)
    return [
        Year(year, _key(year, found.get(year), coming), tuple(found.get(year, ()))) for year in _newest(coming | set(found))
    ]


def _newest(years):
    return sorted(years, reverse=True)


def _key(year, entries, coming):
    """Return what is above every id of a year: the last moment of one that goes on, its newest entry if it is over."""
    if year in coming:
        last = f"{int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp() * 1000) - 1:012x}"
        return f"{last[:8]}-{last[8:]}-year-{year}"
    return f"{entries[0].id}-year-{year}"
