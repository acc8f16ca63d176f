"""The patient's ordonnances: where each stands, its pharmacy, its return, its pick-up code."""

from uuid import UUID

from flask import render_template, request

from ...commands.prescriptions import choose_pharmacy as choose
from ...commands.prescriptions import renew_pickup_code as renew
from ...commands.prescriptions import return_prescription as give_back
from ...domain.errors import Invalid
from ...models.types import utcnow
from ...queries import pharmacies
from ...queries import prescriptions as queries
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import identifier, wanted
from ..labels import field_errors
from . import blueprint
from .people import person_of, shown_of


@blueprint.get("/prescriptions")
@blueprint.get("/people/<uuid:id>/prescriptions")
def prescriptions(id=None):
    """Show every ordonnance, newest first."""
    person, after = person_of(id), wanted("after", UUID)
    rows, following = queries.listed(viewer(), patient_id=person.id, after=after)
    shown = {"prescriptions": rows, "following": following, "after": after}
    return render_template("patient/prescriptions.html", **shown, **shown_of(person))


@blueprint.get("/prescriptions/<uuid:id>")
def prescription(id):
    """Show one ordonnance, with what its patient may do about it."""
    found = queries.find(viewer(), id)
    shown = {"prescription": found, "suppliers": _suppliers(found), "form": {}, "errors": {}} | shown_of(found.patient)
    return render_template("patient/prescription.html", **shown)


def _suppliers(prescription):
    return pharmacies.able_to_fill(prescription, utcnow(), preferred=prescription.patient.preferred_pharmacy_id)


@blueprint.post("/prescriptions/<uuid:id>/pharmacy")
def choose_pharmacy(id):
    """Choose the pharmacy, or change it while none has claimed the ordonnance."""
    try:
        pharmacy_id = identifier(request.form, "pharmacy_id")
        if pharmacy_id is None:
            raise Invalid(pharmacy_id="pharmacy_unknown")
        return the_thing("prescription", choose(id, pharmacy_id, actor=viewer()))
    except Invalid as refusal:
        return _again("pharmacy_choice", id, refusal)


@blueprint.post("/prescriptions/<uuid:id>/return")
def return_prescription(id):
    """Take an ordonnance back from the pharmacy that holds it."""
    try:
        return the_thing("prescription", give_back(id, reason=request.form.get("reason", ""), actor=viewer()))
    except Invalid as refusal:
        return _again("return", id, refusal)


@blueprint.post("/prescriptions/<uuid:id>/pickup-code")
def renew_pickup_code(id):
    """Draw a new pick-up code; the one before no longer opens anything."""
    return the_thing("prescription", renew(id, actor=viewer()))


def _again(form, id, refusal):
    found = queries.find(viewer(), id)
    shown = {"prescription": found, "suppliers": _suppliers(found), "form": request.form, "errors": field_errors(refusal)}
    return the_form_again(f"patient/_{form}.html", form, **shown)
