"""Who follows a patient's file, as the admin keeps it: for a child, or an elder who cannot name anybody."""

from uuid import UUID

from flask import render_template, request

from ...commands import delegations as acts
from ...domain.errors import Conflict, Invalid
from ...queries import delegations as queries
from ...queries import users
from ..addresses import go_to
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import day, wanted
from ..labels import field_errors, sentence
from . import blueprint


@blueprint.get("/patients/<uuid:id>/delegations")
def delegations(id):
    """Show who follows this patient's file, newest first, with the form that names one more. Nothing clinical."""
    person, after = users.find_patient(id), wanted("after", UUID)
    rows, following = queries.listed(viewer(), patient_id=id, after=after)
    shown = {"delegations": rows, "following": following, "person": person, "form": {}, "errors": {}}
    return render_template("admin/delegations.html", **shown)


@blueprint.post("/patients/<uuid:id>/delegations")
def begin_delegation(id):
    """Let somebody follow it, and say why; both are told."""
    form = request.form
    try:
        said = {name: form.get(name, "") for name in ("bond", "reason")} | {"until": day(form, "until")}
        acts.begin_delegation(id, form.get("delegate", ""), **said, actor=viewer())
    except Invalid as refusal:
        return _again(id, field_errors(refusal))
    except Conflict as refusal:
        return _again(id, {"delegate": sentence(refusal)})
    return go_to("admin.delegations", id=id)


def _again(id, errors):
    shown = {"person": users.find_patient(id), "form": request.form, "errors": errors}
    return the_form_again("admin/_delegation_form.html", "delegation-form", **shown)


@blueprint.post("/delegations/<uuid:id>/end")
def end_delegation(id):
    """End it, at once."""
    return the_thing("delegation", acts.end_delegation(id, actor=viewer()))
