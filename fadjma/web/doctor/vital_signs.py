"""A patient's vital signs over time, as a doctor who has access reads them."""

from flask import render_template

from ...commands.medical_records import read_vital_signs
from ...queries import access_requests
from ..guards import viewer
from ..vital_signs import course_of
from . import blueprint


@blueprint.get("/patients/<uuid:id>/vital-signs")
def vital_signs(id):
    """Show each measure as a plot, and the figures beside it: a reading, and recorded."""
    patient = read_vital_signs(id, actor=viewer())
    shown = {"patient": patient, "grant": access_requests.grant(viewer(), id)}
    return render_template("doctor/vital_signs.html", **shown, **course_of(viewer(), id))
