"""The patient decides who reads their file."""

from flask import render_template, request

from ...commands.access_requests import decide_access_request
from ...domain.access_requests import Level, Status
from ...queries import access_requests
from ...realtime.fragment import render
from ..guards import viewer
from ..inputs import choice, whole
from . import blueprint


@blueprint.get("/access-requests/<uuid:id>")
def access_request(id):
    """Show one request, with the form that narrows it."""
    return render_template("patient/access_request.html", access_request=access_requests.find(viewer(), id))


@blueprint.post("/access-requests/<uuid:id>/approval")
def approve(id):
    """Approve, perhaps for less than was asked."""
    level = choice(request.form, "level", Level) if request.form.get("level") else None
    return _decided(id, Status.APPROVED, level=level, days=whole(request.form, "days"))


@blueprint.post("/access-requests/<uuid:id>/rejection")
def reject(id):
    """Refuse."""
    return _decided(id, Status.REJECTED, note=request.form.get("note", ""))


@blueprint.post("/access-requests/<uuid:id>/revocation")
def revoke(id):
    """Cut the access."""
    return _decided(id, Status.REVOKED, note=request.form.get("note", ""))


def _decided(id, decision, **details):
    decided = decide_access_request(id, decision, actor=viewer(), **details)
    return render("access_request", decided, viewer())
