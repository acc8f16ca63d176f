"""The patient's dashboard: what needs them now."""

from flask import render_template

from ...commands.medical_records import read_file
from ...queries import access_log, access_requests, delegations, medical_records, readings
from ...queries.cards import desk
from ..guards import viewer
from . import blueprint
from .people import shown_of

LATEST = 4  # of the file and of its log; the rest is one link away


@blueprint.get("/")
@blueprint.get("/people/<uuid:id>/")
def dashboard(id=None):
    """Show decisions to take, ordonnances on their way, the latest of the file and who looked at it.

    That of somebody one follows is opened as any file is: recorded.
    """
    person = read_file(id or viewer().id, actor=viewer())
    records, _ = medical_records.listed(viewer(), person.id)
    lines, _ = access_log.listed(viewer(), patient_id=person.id)
    return render_template(
        "patient/dashboard.html",
        **shown_of(person),
        followings=delegations.followed(viewer()) if viewer().follows and not id else [],
        readings=readings.now_in(viewer(), person.id),
        access_requests=access_requests.desk(viewer(), person.id),
        prescriptions=desk.prescriptions(person),
        medical_records=records[:LATEST],
        access_log_lines=lines[:LATEST],
        latest=LATEST,
    )
