"""Emergencies, as admins review them: who opened whose file, when, why in one word. Nothing clinical."""

from uuid import UUID

from flask import render_template, request

from ...commands.emergencies import review_emergency as review
from ...domain.access_requests import Status
from ...queries import emergencies as reads
from ...realtime.fragment import render
from ..guards import viewer
from ..inputs import choice, wanted
from . import blueprint


@blueprint.get("/emergencies")
def emergencies():
    """Show them, newest first; those that wait for somebody alone with `waiting`."""
    filters = {"waiting": wanted("waiting", among=("1",)), "after": wanted("after", UUID)}
    rows, following = reads.listed(viewer(), waiting=bool(filters["waiting"]), after=filters["after"])
    return render_template("admin/emergencies.html", access_requests=rows, following=following, filters=filters)


@blueprint.post("/emergencies/<uuid:id>/review")
def review_emergency(id):
    """Judge one: `justified`, or `contested`."""
    judged = review(id, choice(request.form, "verdict", Status), actor=viewer())
    return render("access_request", judged, viewer())
