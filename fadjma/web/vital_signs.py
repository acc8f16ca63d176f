"""Vital signs as a page shows them: entries, their courses over time, and the columns of their table."""

from ..domain import vital_signs as rules
from ..queries.vital_signs import MOST, listed


def course_of(viewer, patient_id):
    """Return what both pages of vital signs show of a patient's file."""
    entries = listed(viewer, patient_id)
    readings = [(entry.created_at, entry.current.data) for entry in reversed(entries)]
    drawn = {"courses": rules.courses(readings), "measures": rules.measured(readings)}
    return {"medical_records": entries, "most": MOST, **drawn}
