"""A doctor opens a file in an emergency, without having been let in, and closes it again."""

from flask import render_template, request

from ...commands import emergencies as acts
from ...domain.emergencies import HOURS, ReasonCode
from ...domain.errors import Invalid, WrongPassword
from ...queries import users
from ..addresses import go_to
from ..answers import the_form_again, the_thing
from ..guards import viewer
from ..inputs import choice
from ..labels import field_errors, sentence
from . import blueprint

FORM, PLACE = "doctor/_emergency_form.html", "emergency-form"


@blueprint.get("/patients/<uuid:id>/emergency/new")
def new_emergency(id):
    """Show the form that opens a patient's file in an emergency."""
    return render_template("doctor/emergency_new.html", **_shown(id, {"reason_code": ReasonCode.OTHER}, {}))


@blueprint.post("/patients/<uuid:id>/emergency")
def open_emergency(id):
    """Open it, the password proved again; the form comes back with every word but that where something is wrong."""
    form, proof = request.form, {"password": request.form.get("password", ""), "address": request.remote_addr or ""}
    try:
        code = choice(form, "reason_code", ReasonCode)
        acts.open_emergency(id, reason=form.get("reason", ""), reason_code=code, **proof, actor=viewer())
    except Invalid as refusal:
        return the_form_again(FORM, PLACE, **_shown(id, form, field_errors(refusal)))
    except WrongPassword as refusal:
        return the_form_again(FORM, PLACE, **_shown(id, form, {"password": sentence(refusal)}))
    return go_to("doctor.patient_file", id=id)


def _shown(id, form, errors):
    return {"patient": users.find_patient(id), "form": form, "errors": errors, "hours": HOURS}


@blueprint.post("/access-requests/<uuid:id>/closure")
def close_emergency(id):
    """Close it: the file leaves every page it is open on."""
    return the_thing("access_request", acts.close_emergency(id, actor=viewer()))
