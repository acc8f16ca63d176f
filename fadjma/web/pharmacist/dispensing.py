"""One ordonnance in the pharmacist's hands: claimed, prepared, handed over against the code, or given back."""

from flask import render_template, request

from ...commands import dispensing as acts
from ...domain.errors import Invalid
from ...queries import prescriptions
from ..addresses import go_to
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..labels import field_errors
from . import blueprint


@blueprint.get("/prescriptions/<uuid:id>")
def prescription(id):
    """Show one, with what the pharmacy may do with it now."""
    shown = {"prescription": prescriptions.find(viewer(), id), "form": {}, "errors": {}}
    return render_template("pharmacist/prescription.html", **shown)


@blueprint.post("/prescriptions/<uuid:id>/validation")
def claim(id):
    """Take in charge one that waits in the queue."""
    return the_thing("prescription", acts.claim_prescription(id, actor=viewer()))


@blueprint.post("/prescriptions/<uuid:id>/preparation")
def prepare(id):
    """Begin: what is needed is set aside, or what there is of it."""
    partial = "partial" in request.form
    return the_thing("prescription", acts.prepare_prescription(id, partial=partial, actor=viewer()))


@blueprint.post("/prescriptions/<uuid:id>/readiness")
def make_ready(id):
    """Say that everything is prepared; the patient is told."""
    return the_thing("prescription", acts.make_prescription_ready(id, actor=viewer()))


@blueprint.post("/prescriptions/<uuid:id>/delivery")
def deliver(id):
    """Hand over against the patient's code."""
    try:
        return the_thing("prescription", acts.deliver_prescription(id, pickup_code=_typed("pickup_code"), actor=viewer()))
    except Invalid as refusal:
        return form_again("delivery", id, refusal)


@blueprint.post("/prescriptions/<uuid:id>/return")
def return_prescription(id):
    """Give it back: the patient chooses another pharmacy, and it is no longer here to be seen."""
    try:
        acts.return_prescription(id, reason=_typed("reason"), actor=viewer())
    except Invalid as refusal:
        return form_again("return", id, refusal)
    return go_to("pharmacist.dashboard")


def form_again(form, id, refusal):
    """Answer a form of an ordonnance's page that is wrong with itself."""
    shown = {"prescription": prescriptions.find(viewer(), id), "form": request.form, "errors": field_errors(refusal)}
    return the_form_again(f"pharmacist/_{form}.html", form, **shown)


def _typed(name):
    return request.form.get(name, "")
