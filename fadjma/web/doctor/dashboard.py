"""The doctor's dashboard: what needs them now."""

from flask import render_template

from ...queries import access_requests
from ...queries.cards import desk
from ..guards import viewer
from . import blueprint


@blueprint.get("/")
def dashboard():
    """Show what patients ask for, what pharmacies report back, and whose file is open."""
    asked = access_requests.desk(viewer())
    return render_template("doctor/dashboard.html", prescriptions=desk.prescriptions(viewer()), access_requests=asked)
