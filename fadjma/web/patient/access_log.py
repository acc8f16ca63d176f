"""Who read or wrote what in the patient's own file, and who is reading it now."""

from flask import render_template

from ...queries import access_log as queries
from ...queries import readings
from ..guards import viewer
from ..inputs import position, wanted
from . import blueprint


@blueprint.get("/access-log")
def access_log():
    """Show it, newest first."""
    after = wanted("after", position)
    rows, following = queries.listed(viewer(), after=after)
    shown = {"readings": readings.now_in(viewer()), "access_log_lines": rows, "following": following, "after": after}
    return render_template("patient/access_log.html", **shown)
