"""A file as a timeline: what its address asks for, and the entries of that under the headings of their years."""

from uuid import UUID

from ..domain.medical_records import LONGEST_SEARCH, Kind
from ..domain.timeline import YEARS, by_year
from ..models.types import utcnow
from ..queries import medical_records
from .inputs import wanted


def filters():
    """Return what the address asks for: words, a kind, a year, a later page; None for what it leaves open."""
    words = (wanted("q") or "").strip()[:LONGEST_SEARCH] or None
    kind, year = wanted("kind", among=list(Kind)), wanted("year", int, among=YEARS)
    return {"q": words, "kind": kind, "year": year, "after": wanted("after", UUID)}


def timeline(viewer, patient_id, filters):
    """Return what a page shows of a file; a list that is whole has a heading ready for what may come to it."""
    entries, following = medical_records.listed(viewer, patient_id, **filters)
    whole = not any(filters.values())
    years = medical_records.years(viewer, patient_id)
    shown = {"filters": filters, "following": following, "whole": whole, "choices": [(year, year) for year in years]}
    return shown | {"years": by_year(entries, now=utcnow() if whole else None)}
