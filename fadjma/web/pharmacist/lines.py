"""What goes wrong at the counter: a line that cannot be dispensed, a delivery noted in error."""

from flask import render_template, request

from ...commands.dispenses import reverse_dispense
from ...commands.lines import not_dispense_line
from ...domain.dispenses import REVERSIBLE
from ...domain.dispensing import WhyNot
from ...domain.errors import Invalid
from ...models.types import utcnow
from ...queries import dispenses, prescriptions
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..inputs import choice
from ..labels import field_errors
from . import blueprint


@blueprint.get("/prescriptions/<uuid:id>/lines/<uuid:line_id>/non-dispensing")
def non_dispensing(id, line_id):
    """Ask why a line cannot be dispensed."""
    return render_template("pharmacist/non_dispensing.html", **_line(id, line_id))


@blueprint.post("/prescriptions/<uuid:id>/lines/<uuid:line_id>/non-dispensing")
def not_dispense(id, line_id):
    """Say why; patient and prescriber are told at once."""
    try:
        not_dispense_line(id, line_id, reason=choice(request.form, "reason", WhyNot), actor=viewer())
    except Invalid as refusal:
        shown = _line(id, line_id) | {"errors": field_errors(refusal)}
        return the_form_again("pharmacist/_non_dispensing.html", "non_dispensing", **shown)
    return go_to("pharmacist.prescription", id=id)


def _line(id, line_id):
    prescription = prescriptions.find_held(viewer(), id)
    return {"prescription": prescription, "line": prescriptions.line_of(prescription, line_id), "errors": {}}


@blueprint.app_template_filter()
def is_reversible(dispense):
    """Return whether a delivery may still be taken back."""
    return utcnow() - dispense.at <= REVERSIBLE


@blueprint.get("/prescriptions/<uuid:id>/dispenses/<uuid:dispense_id>/reversal")
def reversal(id, dispense_id):
    """Ask why a delivery was an error."""
    return render_template("pharmacist/reversal.html", **_dispense(id, dispense_id))


@blueprint.post("/prescriptions/<uuid:id>/dispenses/<uuid:dispense_id>/reversal")
def reverse(id, dispense_id):
    """Take it back."""
    try:
        reverse_dispense(id, dispense_id, reason=request.form.get("reason", ""), actor=viewer())
    except Invalid as refusal:
        shown = _dispense(id, dispense_id) | {"form": request.form, "errors": field_errors(refusal)}
        return the_form_again("pharmacist/_reversal.html", "reversal", **shown)
    return go_to("pharmacist.prescription", id=id)


def _dispense(id, dispense_id):
    return {"dispense": dispenses.find(viewer(), id, dispense_id), "form": {}, "errors": {}}
