"""The patient's own vital signs over time."""

from flask import render_template

from ..guards import viewer
from ..vital_signs import course_of
from . import blueprint


@blueprint.get("/vital-signs")
def vital_signs():
    """Show each measure as a plot, and the figures beside it."""
    return render_template("patient/vital_signs.html", **course_of(viewer(), viewer().id))
