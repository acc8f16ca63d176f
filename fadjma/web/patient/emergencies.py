"""The patient contests that a doctor opened their file in an emergency."""

from flask import request

from ...commands import emergencies as acts
from ...domain.errors import Invalid
from ...queries import access_requests
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..labels import field_errors
from . import blueprint


@blueprint.post("/access-requests/<uuid:id>/contest")
def contest_emergency(id):
    """Contest it; the note stays with the patient."""
    try:
        contested = acts.contest_emergency(id, note=request.form.get("note", ""), actor=viewer())
    except Invalid as refusal:
        shown = {"access_request": access_requests.find(viewer(), id), "form": request.form}
        return the_form_again("patient/_contest.html", "contest", **shown, errors=field_errors(refusal))
    return the_thing("access_request", contested)
