"""Who is reading the patient's file now, and the end of it there and then."""

from ...commands.access_requests import cut_access
from ...domain.errors import NotFound
from ...queries import readings
from ...realtime.fragment import render
from ..guards import viewer
from . import blueprint


@blueprint.post("/readings/<uuid:id>/revocation")
def cut_reading(id):
    """Cut every access that the patient has given the reader; one who reads on in an emergency stays in sight."""
    reading = readings.find(viewer(), id)
    cut_access(reading.reader.id, patient_id=reading.patient_id, actor=viewer())
    try:
        return render("reading", readings.find(viewer(), id), viewer())
    except NotFound:
        return "", 200, {"HX-Reswap": "delete"}
