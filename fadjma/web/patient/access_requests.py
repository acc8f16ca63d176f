"""The patient decides who reads their file."""

from uuid import UUID

from flask import render_template, request

from ...commands.access_requests import decide_access_request
from ...domain.access_requests import Level, Status
from ...domain.errors import Invalid
from ...queries import access_requests as queries
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import choice, wanted, whole
from ..labels import field_errors
from . import blueprint
from .people import person_of, shown_of


@blueprint.get("/access-requests")
@blueprint.get("/people/<uuid:id>/access-requests")
def access_requests(id=None):
    """Show every request ever made, newest first."""
    person, after = person_of(id), wanted("after", UUID)
    rows, following = queries.listed(viewer(), patient_id=person.id, after=after)
    shown = {"access_requests": rows, "following": following, "after": after}
    return render_template("patient/access_requests.html", **shown, **shown_of(person))


@blueprint.get("/access-requests/<uuid:id>")
def access_request(id):
    """Show one request, with the forms that narrow or refuse it."""
    found = queries.find(viewer(), id)
    shown = {"access_request": found, "form": {}, "errors": {}} | shown_of(found.patient)
    return render_template("patient/access_request.html", **shown)


@blueprint.post("/access-requests/<uuid:id>/approval")
def approve(id):
    """Approve, perhaps for less than was asked."""
    try:
        level = choice(request.form, "level", Level) if request.form.get("level") else None
        return _decided(id, Status.APPROVED, level=level, days=whole(request.form, "days"))
    except Invalid as refusal:
        return _again("approval", id, refusal)


@blueprint.post("/access-requests/<uuid:id>/rejection")
def reject(id):
    """Refuse; the note stays with the patient."""
    try:
        return _decided(id, Status.REJECTED, note=request.form.get("note", ""))
    except Invalid as refusal:
        return _again("rejection", id, refusal)


@blueprint.post("/access-requests/<uuid:id>/revocation")
def revoke(id):
    """Cut the access."""
    return _decided(id, Status.REVOKED)


def _decided(id, decision, **details):
    return the_thing("access_request", decide_access_request(id, decision, actor=viewer(), **details))


def _again(form, id, refusal):
    shown = {"access_request": queries.find(viewer(), id), "form": request.form, "errors": field_errors(refusal)}
    return the_form_again(f"patient/_{form}.html", form, **shown)
