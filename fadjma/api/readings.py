"""Who is reading the caller's own file now."""

from ..commands.access_requests import cut_access
from ..queries import readings
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.readings import Reading
from .who import PATIENT, viewer


@endpoint("GET /readings", who=PATIENT, answer=Page[Reading])
def listed():
    """List who has the caller's file open at this moment."""
    return page(Reading, readings.now_in(viewer()), None)


@endpoint("POST /readings/<uuid:id>/revocation", who=PATIENT, answer=Page[Reading])
def cut(id):
    """Cut every access the caller has given this reader; return who is still reading: an emergency is contested, not cut."""
    cut_access(readings.find(viewer(), id).reader.id, actor=viewer())
    return listed()
