"""A patient's file, as a doctor with access reads it."""

from flask import render_template

from ...queries import access_requests
from ..guards import viewer
from . import blueprint


@blueprint.get("/patients/<uuid:id>")
def patient_file(id):
    """Show a patient's file."""
    return render_template("doctor/patient_file.html", patient=access_requests.find_file(viewer(), id))
