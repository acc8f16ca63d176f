"""Renewals that patients ask for, and the prescriber's answers."""

from flask import render_template, request

from ...commands.requests import answer_renewal_request
from ...domain.errors import Invalid
from ...queries import prescriptions
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..labels import field_errors
from . import blueprint


@blueprint.post("/prescriptions/<uuid:id>/renewal-request/acceptance")
def accept_renewal(id):
    """Sign the same ordonnance anew, and go to it."""
    return go_to("doctor.prescription", id=answer_renewal_request(id, accept=True, actor=viewer()).id)


@blueprint.get("/prescriptions/<uuid:id>/renewal-request/refusal")
def renewal_refusal(id):
    """Show the form that asks why."""
    shown = {"prescription": prescriptions.find(viewer(), id), "form": {}, "errors": {}}
    return render_template("doctor/renewal_refuse.html", **shown)


@blueprint.post("/prescriptions/<uuid:id>/renewal-request/refusal")
def refuse_renewal(id):
    """Refuse, and tell the patient why."""
    try:
        answer_renewal_request(id, accept=False, reason=request.form.get("reason", ""), actor=viewer())
    except Invalid as refusal:
        shown = {"prescription": prescriptions.find(viewer(), id), "form": request.form, "errors": field_errors(refusal)}
        return the_form_again("doctor/_renewal_refuse_form.html", "renewal-refuse-form", **shown)
    return go_to("doctor.prescription", id=id)
