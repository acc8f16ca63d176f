"""Those whose file the patient follows, and those who follow theirs: who they are, naming one, ending it."""

from uuid import UUID

from flask import render_template, request

from ...commands import delegations as acts
from ...domain.errors import Invalid, WrongPassword
from ...queries import delegations as queries
from ..addresses import go_to
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import day, wanted
from ..labels import field_errors, sentence
from . import blueprint


def shown_of(person):
    """Return what a page says of whose it is: the `person`, and `of`, their id where it is not the reader."""
    return {"person": person, "of": None if person.id == viewer().id else person.id}


def person_of(id):
    """Return whose page this is: the reader's own, without an id, or that of somebody they follow."""
    return queries.find_person(viewer(), id or viewer().id)


@blueprint.get("/people")
def people():
    """Show both, newest first, with the form that names one more."""
    after = wanted("after", UUID)
    rows, following = queries.listed(viewer(), after=after)
    shown = {"delegations": rows, "following": following, "after": after, "form": {}, "errors": {}}
    return render_template("patient/people.html", **shown)


@blueprint.post("/delegations")
def name_delegate():
    """Let somebody follow one's own file, the password proved; the form comes back where something is wrong."""
    form, proof = request.form, {"password": request.form.get("password", ""), "address": request.remote_addr or ""}
    try:
        said = {"bond": form.get("bond", ""), "until": day(form, "until")}
        acts.name_delegate(form.get("delegate", ""), **said, **proof, actor=viewer())
    except Invalid as refusal:
        return _again(field_errors(refusal))
    except WrongPassword as refusal:
        return _again({"password": sentence(refusal)})
    return go_to("patient.people")


def _again(errors):
    return the_form_again("patient/_delegation_form.html", "delegation-form", form=request.form, errors=errors)


@blueprint.post("/delegations/<uuid:id>/end")
def end_delegation(id):
    """End it, from either side, at once."""
    return the_thing("delegation", acts.end_delegation(id, actor=viewer()))
