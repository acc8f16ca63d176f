"""A file by years: entries under their headings, which stand where their ids say, and let new entries in below them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from fadjma.domain.timeline import by_year


def at(*day):
    """Return an entry written at a moment, with the id it would have got then."""
    moment = datetime(*day, tzinfo=UTC)
    stamp, rest = int(moment.timestamp() * 1000), uuid7().int & ((1 << 80) - 1)
    return SimpleNamespace(id=UUID(int=stamp << 80 | rest), created_at=moment)


def ids(years):
    """Return the ids of a list as it stands on a page."""
    return [id for year in years for id in (year.key, *(str(entry.id) for entry in year.entries))]


ENTRIES = [at(2026, 11, 19, 9), at(2026, 1, 1, 0, 0, 0), at(2025, 12, 31, 23, 59, 59, 999000), at(2023, 5, 2)]


@pytest.mark.parametrize("now", [None, datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)])
def test_a_list_with_its_headings_is_in_the_order_of_ids(now):
    years = by_year(ENTRIES, now=now)
    assert ids(years) == sorted(ids(years), reverse=True)
    assert {year.number: list(year.entries) for year in years if year.entries} == {
        2026: ENTRIES[:2],
        2025: ENTRIES[2:3],
        2023: ENTRIES[3:],
    }


@pytest.mark.parametrize(("day", "number"), [((2026, 12, 31, 23, 59, 59), 2026), ((2027, 1, 1), 2027)])
@pytest.mark.parametrize("entries", [ENTRIES, []], ids=["some", "none"])
def test_what_comes_later_falls_below_the_heading_of_its_year(day, number, entries):
    years = by_year(entries, now=datetime(2026, 12, 20, tzinfo=UTC))
    new = at(*day)
    placed = sorted([*ids(years), str(new.id)], reverse=True)
    headings = {year.key: year.number for year in years}
    assert headings[placed[placed.index(str(new.id)) - 1]] == number
    assert placed == ids(by_year([new, *entries], now=datetime(2026, 12, 20, tzinfo=UTC)))


def test_a_list_that_is_not_whole_has_no_empty_heading():
    assert by_year([]) == []
    assert [year.number for year in by_year(ENTRIES[3:])] == [2023]
    assert [year.number for year in by_year(ENTRIES[3:], now=datetime(2026, 11, 23, tzinfo=UTC))] == [2026, 2023]
