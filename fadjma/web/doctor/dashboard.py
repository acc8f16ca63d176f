"""The doctor's dashboard: what needs them now."""

from flask import render_template

from ...queries import access_requests
from ..guards import viewer
from . import blueprint


@blueprint.get("/")
def dashboard():
    """Show it."""
    asked, _ = access_requests.listed(viewer())
    return render_template("doctor/dashboard.html", access_requests=asked)
