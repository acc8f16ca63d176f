"""The doctor's dashboard: what needs them now."""

from flask import render_template

from ...queries import access_requests, prescriptions, requests
from ..guards import viewer
from . import blueprint

DESK = 40  # ordonnances: the others are a page away


@blueprint.get("/")
def dashboard():
    """Show what patients ask for, what pharmacies report back, and whose file is open."""
    to_answer = requests.renewals_to_answer(viewer())
    shown = [*to_answer, *(row for row in prescriptions.desk(viewer()) if row not in to_answer)][:DESK]
    shown.sort(key=lambda row: row.id, reverse=True)  # as the page keeps it; CSS puts first what waits for an answer
    asked = access_requests.desk(viewer())
    return render_template("doctor/dashboard.html", prescriptions=shown, access_requests=asked)
