"""The patient's own file: every entry, and the history of each."""

from flask import render_template

from ...queries import medical_records as queries
from ..guards import viewer
from ..timeline import filters, timeline
from . import blueprint


@blueprint.get("/medical-records")
def medical_records():
    """Show the file by years, newest first: all of it, or what is asked for."""
    return render_template("patient/medical_records.html", **timeline(viewer(), viewer().id, filters()))


@blueprint.get("/medical-records/<uuid:id>")
def medical_record(id):
    """Show one entry with every version it had."""
    return render_template("patient/medical_record.html", medical_record=queries.find(viewer(), id))
