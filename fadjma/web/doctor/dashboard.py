"""The doctor's dashboard: what needs them now."""

from flask import render_template

from ...queries import access_requests, prescriptions, requests
from ..guards import viewer
from . import blueprint


@blueprint.get("/")
def dashboard():
    """Show what patients ask for, what pharmacies report back, and whose file is open."""
    to_answer = requests.renewals_to_answer(viewer())
    newest, following = prescriptions.listed(viewer())
    shown = [*to_answer, *(row for row in newest if row not in to_answer)]
    asked = access_requests.desk(viewer())
    return render_template("doctor/dashboard.html", prescriptions=shown, following=following, access_requests=asked)
