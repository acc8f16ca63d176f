"""The access log of the caller's own file, or of one they follow."""

from ..queries import access_log, delegations
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.access_log import LogLine, Since
from .who import PATIENT, viewer


@endpoint("GET /access-log", who=PATIENT, query=Since, answer=Page[LogLine])
def listed(query):
    """List who read or wrote what, newest first."""
    person = delegations.find_person(viewer(), query.patient_id or viewer().id)
    return page(LogLine, *access_log.listed(viewer(), patient_id=person.id, after=query.after))
