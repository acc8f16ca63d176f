"""The pharmacist's dashboard: the queue, as columns that move by themselves."""

from datetime import timedelta

from flask import render_template

from ...queries.cards import desk
from ..guards import viewer
from . import blueprint

TODAY = timedelta(hours=12)  # what is over stays in sight for the rest of the day


@blueprint.get("/")
def dashboard():
    """Show what waits, what is in hand, and what was finished today."""
    return render_template("pharmacist/dashboard.html", prescriptions=desk.prescriptions(viewer(), recent=TODAY))
