"""What the patient asks about an ordonnance: its delivery of the pharmacy, its renewal of the prescriber."""

from flask import request

from ...commands import requests as acts
from ...domain.errors import Invalid
from ...domain.requests import Mode
from ...queries import prescriptions
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import choice
from ..labels import field_errors
from . import blueprint


@blueprint.post("/prescriptions/<uuid:id>/delivery-request")
def request_delivery(id):
    """Ask the pharmacy that holds it to hand it over, or to bring it."""
    form = request.form
    try:
        wish = {"mode": choice(form, "mode", Mode), "address": form.get("address", ""), "note": form.get("note", "")}
        return the_thing("prescription", acts.request_delivery(id, **wish, actor=viewer()))
    except Invalid as refusal:
        return _again("delivery_request", id, refusal)


@blueprint.post("/prescriptions/<uuid:id>/renewal-request")
def request_renewal(id):
    """Ask the prescriber for the same again."""
    try:
        return the_thing("prescription", acts.request_renewal(id, note=request.form.get("note", ""), actor=viewer()))
    except Invalid as refusal:
        return _again("renewal_request", id, refusal)


def _again(form, id, refusal):
    shown = {"prescription": prescriptions.find(viewer(), id), "form": request.form, "errors": field_errors(refusal)}
    return the_form_again(f"patient/_{form}.html", form, **shown)
