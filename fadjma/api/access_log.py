"""The access log of the caller's own file."""

from ..queries import access_log
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.access_log import LogLine, Since
from .who import PATIENT, viewer


@endpoint("GET /access-log", who=PATIENT, query=Since, answer=Page[LogLine])
def listed(query):
    """List who read or wrote what, newest first."""
    return page(LogLine, *access_log.listed(viewer(), after=query.after))
