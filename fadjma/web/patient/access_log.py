"""Who read or wrote what in the patient's file, and who is reading it now."""

from flask import render_template

from ...queries import access_log as queries
from ...queries import readings
from ..guards import viewer
from ..inputs import position, wanted
from . import blueprint
from .people import person_of, shown_of


@blueprint.get("/access-log")
@blueprint.get("/people/<uuid:id>/access-log")
def access_log(id=None):
    """Show it, newest first."""
    person, after = person_of(id), wanted("after", position)
    rows, following = queries.listed(viewer(), patient_id=person.id, after=after)
    shown = {"access_log_lines": rows, "following": following, "after": after} | shown_of(person)
    return render_template("patient/access_log.html", readings=readings.now_in(viewer(), person.id), **shown)
