"""The patient's own file, or one they follow: every entry, and the history of each. Another's reading is recorded."""

from flask import render_template

from ...commands.medical_records import read_file, read_medical_record
from ..guards import viewer
from ..timeline import filters, timeline
from . import blueprint
from .people import shown_of


@blueprint.get("/medical-records")
@blueprint.get("/people/<uuid:id>/medical-records")
def medical_records(id=None):
    """Show the file by years, newest first: all of it, or what is asked for."""
    asked = filters()
    person = read_file(id or viewer().id, searched=asked["q"] is not None, actor=viewer())
    return render_template("patient/medical_records.html", **timeline(viewer(), person.id, asked), **shown_of(person))


@blueprint.get("/medical-records/<uuid:id>")
def medical_record(id):
    """Show one entry with every version it had."""
    found = read_medical_record(id, actor=viewer())
    return render_template("patient/medical_record.html", medical_record=found, **shown_of(found.patient))
