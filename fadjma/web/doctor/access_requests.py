"""A doctor's requests for access to files."""

from flask import render_template, request

from ...commands.access_requests import cancel_access_request as cancel
from ...commands.access_requests import request_access
from ...domain.access_requests import Level
from ...domain.errors import Invalid
from ...queries import access_requests, medical_records, users
from ..addresses import go_to
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import choice, whole
from ..labels import field_errors
from . import blueprint

FIRST = {"level": Level.READ, "days": 30}  # the least that helps: a doctor who needs more says so


@blueprint.get("/access-requests/<uuid:id>")
def access_request(id):
    """Show one request, and the way to what the reader wrote under it."""
    asked = access_requests.find(viewer(), id)
    written = medical_records.written_by(viewer(), asked.patient_id)
    return render_template("doctor/access_request.html", access_request=asked, written=written)


@blueprint.get("/patients/<uuid:id>/access-requests/new")
def new_access_request(id):
    """Show the form that asks a patient for access."""
    return render_template("doctor/access_request_new.html", patient=users.find_patient(id), form=FIRST, errors={})


@blueprint.post("/patients/<uuid:id>/access-requests")
def ask_for_access(id):
    """Ask; the form comes back with every word where something is wrong."""
    try:
        asked = request_access(id, **_typed(request.form), actor=viewer())
    except Invalid as refusal:
        shown = {"patient": users.find_patient(id), "form": request.form, "errors": field_errors(refusal)}
        return the_form_again("doctor/_access_request_form.html", "access-request-form", **shown)
    return go_to("doctor.access_request", id=asked.id)


def _typed(form):
    return {
        "reason": form.get("reason", ""),
        "level": choice(form, "level", Level),
        "days": whole(form, "days", default=0),
    }


@blueprint.post("/access-requests/<uuid:id>/cancellation")
def cancel_access_request(id):
    """Withdraw a request."""
    return the_thing("access_request", cancel(id, actor=viewer()))
