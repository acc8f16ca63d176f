"""The patient's dashboard: what needs them now."""

from flask import render_template

from ...queries import access_log, access_requests, medical_records, readings
from ...queries.cards import desk
from ..guards import viewer
from . import blueprint

LATEST = 4  # of the file and of its log; the rest is one link away


@blueprint.get("/")
def dashboard():
    """Show decisions to take, ordonnances on their way, the latest of the file and who looked at it."""
    records, _ = medical_records.listed(viewer(), viewer().id)
    lines, _ = access_log.listed(viewer())
    return render_template(
        "patient/dashboard.html",
        readings=readings.now_in(viewer()),
        access_requests=access_requests.desk(viewer()),
        prescriptions=desk.prescriptions(viewer()),
        medical_records=records[:LATEST],
        access_log_lines=lines[:LATEST],
        latest=LATEST,
    )
