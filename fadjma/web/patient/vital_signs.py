"""The patient's own vital signs over time, or those of somebody they follow: such a reading is recorded."""

from flask import render_template

from ...commands.medical_records import read_vital_signs
from ..guards import viewer
from ..vital_signs import course_of
from . import blueprint
from .people import shown_of


@blueprint.get("/vital-signs")
@blueprint.get("/people/<uuid:id>/vital-signs")
def vital_signs(id=None):
    """Show each measure as a plot, and the figures beside it."""
    person = read_vital_signs(id or viewer().id, actor=viewer())
    return render_template("patient/vital_signs.html", **course_of(viewer(), person.id), **shown_of(person))
