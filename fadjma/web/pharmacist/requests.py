"""What prescribers and patients ask of the pharmacy about an ordonnance it holds, and its answers."""

from flask import request

from ...commands.prescriptions import answer_cancellation
from ...commands.requests import answer_delivery_request
from ...domain.errors import Invalid
from ..answers import the_thing
from ..guards import viewer
from . import blueprint
from .dispensing import form_again


@blueprint.post("/prescriptions/<uuid:id>/cancellation/acceptance")
def accept_cancellation(id):
    """Agree: what was set aside is free again."""
    return the_thing("prescription", answer_cancellation(id, accept=True, actor=viewer()))


@blueprint.post("/prescriptions/<uuid:id>/cancellation/refusal")
def refuse_cancellation(id):
    """Go on, and say why."""
    try:
        reason = request.form.get("reason", "")
        return the_thing("prescription", answer_cancellation(id, accept=False, reason=reason, actor=viewer()))
    except Invalid as refusal:
        return form_again("cancellation_refusal", id, refusal)


@blueprint.post("/prescriptions/<uuid:id>/delivery-request/acceptance")
def accept_delivery_request(id):
    """Promise to hand it over, or to bring it, as the patient asks."""
    return the_thing("prescription", answer_delivery_request(id, accept=True, actor=viewer()))


@blueprint.post("/prescriptions/<uuid:id>/delivery-request/refusal")
def refuse_delivery_request(id):
    """Say that it cannot be, perhaps why."""
    try:
        reason = request.form.get("reason", "")
        return the_thing("prescription", answer_delivery_request(id, accept=False, reason=reason, actor=viewer()))
    except Invalid as refusal:
        return form_again("delivery_refusal", id, refusal)
