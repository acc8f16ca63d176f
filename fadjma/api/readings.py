"""Who is reading the caller's own file now, or one they follow."""

from ..commands.access_requests import cut_access
from ..queries import delegations, readings
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.readings import OfPatient, Reading
from .who import PATIENT, viewer


@endpoint("GET /readings", who=PATIENT, query=OfPatient, answer=Page[Reading])
def listed(query):
    """List who has the caller's file, or that of somebody they follow, open at this moment."""
    return _reading(delegations.find_person(viewer(), query.patient_id or viewer().id).id)


def _reading(patient_id):
    return page(Reading, readings.now_in(viewer(), patient_id), None)


@endpoint("POST /readings/<uuid:id>/revocation", who=PATIENT, answer=Page[Reading])
def cut(id):
    """Cut every access the caller has given this reader; return who is still reading: an emergency is contested, not cut."""
    reading = readings.find(viewer(), id)
    patient_id = reading.patient_id
    cut_access(reading.reader.id, patient_id=patient_id, actor=viewer())
    return _reading(patient_id)
