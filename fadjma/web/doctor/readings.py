"""A file that is open on a doctor's page, which says so every twenty seconds: its patient sees who is reading."""

from flask import render_template, request

from ...commands import readings as acts
from ...domain.errors import NotFound
from ...models.types import utcnow
from ..guards import viewer
from . import blueprint


@blueprint.post("/patients/<uuid:id>/reading")
def keep_reading(id):
    """Go on; answer how long an emergency still lasts. Once the file is closed to them, it leaves the page."""
    try:
        grant = acts.keep_reading(id, actor=viewer())
    except NotFound:
        return "", 404, {"HX-Retarget": f"#patient_file_{id}", "HX-Reswap": "delete"}
    if (shown := request.form.get("emergency")) and shown != str(grant.id):
        return "", 204, {"HX-Refresh": "true"}  # let in meanwhile: the page has more to offer than the emergency it shows
    if not grant.emergency:
        return "", 204
    return render_template("doctor/_remaining.html", grant=grant, now=utcnow())
