"""A doctor's requests for access to files."""

from flask import render_template

from ...commands.access_requests import cancel_access_request as cancel
from ...queries import access_requests
from ...realtime.fragment import render
from ..guards import viewer
from . import blueprint


@blueprint.get("/access-requests/<uuid:id>")
def access_request(id):
    """Show one request."""
    return render_template("doctor/access_request.html", access_request=access_requests.find(viewer(), id))


@blueprint.post("/access-requests/<uuid:id>/cancellation")
def cancel_access_request(id):
    """Withdraw a request."""
    return render("access_request", cancel(id, actor=viewer()), viewer())
