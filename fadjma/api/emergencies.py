"""Emergencies, as admins review them: who opened whose file, when, why in one word. Nothing clinical."""

from ..commands.emergencies import review_emergency
from ..queries import emergencies
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.emergencies import Emergency, Verdict, Waiting
from .who import ADMIN, viewer


@endpoint("GET /admin/emergencies", who=ADMIN, query=Waiting, answer=Page[Emergency])
def listed(query):
    """List emergencies, newest first; with `waiting=1`, those open or to review."""
    return page(Emergency, *emergencies.listed(viewer(), waiting=query.waiting, after=query.after))


@endpoint("POST /admin/emergencies/<uuid:id>/review", who=ADMIN, body=Verdict, answer=Emergency)
def review(id, body):
    """Judge one that has ended. Whoever opened it as a doctor may not."""
    return Emergency.of(review_emergency(id, body.verdict, actor=viewer()))
