"""Renewals that patients ask for, and the prescriber's answers."""

from flask import render_template, request

from ...commands.medical_records import read_file
from ...commands.requests import answer_renewal_request, renewal_checks
from ...domain.errors import Conflict, Invalid
from ...queries import prescriptions
from ..addresses import go_to
from ..answers import asked_about, the_form_again, the_form_asking
from ..guards import viewer
from ..labels import field_errors
from . import blueprint
from .prescription_form import answered

ACCEPT_FORM = "doctor/_renewal_accept_form.html"


@blueprint.post("/prescriptions/<uuid:id>/renewal-request/acceptance")
def accept_renewal(id):
    """Sign the same ordonnance anew, and go to it; where the checks ask for a reason, to the page that asks."""
    try:
        renewed = answer_renewal_request(id, accept=True, **answered(request.form), actor=viewer())
    except Conflict as refusal:
        checks = asked_about(refusal)
        if "override" not in request.form:
            return go_to("doctor.renewal_acceptance", id=id)
        return the_form_asking(ACCEPT_FORM, "renewal-accept-form", **_renewing(id, checks, request.form))
    return go_to("doctor.prescription", id=renewed.id)


@blueprint.get("/prescriptions/<uuid:id>/renewal-request/acceptance")
def renewal_acceptance(id):
    """Show what the checks find now, and the form that asks for a reason. The file is opened, and that is recorded."""
    prescription = prescriptions.find(viewer(), id)
    read_file(prescription.patient_id, actor=viewer())
    asked = _renewing(id, renewal_checks(prescription), {"override": prescription.override})
    return render_template("doctor/renewal_accept.html", **asked)


def _renewing(id, checks, form):
    return {"prescription": prescriptions.find(viewer(), id), "checks": checks, "form": form, "errors": {}}


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
