"""Lines that a pharmacy could not dispense: the doctor puts another in the place of one, or leaves it at that."""

from flask import render_template, request

from ...commands.lines import leave_line as leave
from ...commands.lines import replace_line
from ...commands.medical_records import open_file
from ...domain import medical_records as rules
from ...domain.errors import Conflict, Invalid
from ...queries import medical_records, treatments
from ...queries import prescriptions as reads
from ..addresses import go_to
from ..answers import asked_about, the_form_again, the_form_asking, the_thing
from ..guards import viewer
from ..labels import field_errors
from . import blueprint
from . import prescription_form as typing

FORM = "doctor/_replacement_form.html", "replacement-form"


@blueprint.get("/prescriptions/<uuid:id>/lines/<uuid:line_id>/replacement")
def replacement(id, line_id):
    """Show the form, allergies and treatment above it: the file's head is opened, and that is recorded."""
    prescription = reads.find(viewer(), id)
    old = reads.line_of(prescription, line_id)
    _, grant = open_file(prescription.patient_id, actor=viewer())
    rules.may_write(grant, actor=viewer())
    about = viewer(), prescription.patient_id
    head = {"allergies": medical_records.allergies(*about), "treatment": treatments.current(*about)}
    return render_template("doctor/replacement.html", **head, **_shown(old, [_same_way(old)], {}, {}))


def _same_way(old):
    """Return what of a line usually stays: how much of it, and how to take it."""
    repeated = {"quantity": old.quantity, "instructions": old.instructions, "repeats": old.repeats}
    return repeated | typing.taken(old) | ({"substitutable": "1"} if old.substitutable else {})


def _shown(old, lines, form, errors, checks=()):
    shown = typing.shown(old.prescription.patient, form, lines, errors, checks=checks)
    return {"prescription": old.prescription, "old": old} | shown


@blueprint.post("/prescriptions/<uuid:id>/lines/<uuid:line_id>/replacement")
def replace(id, line_id):
    """Sign the line that comes in its place."""
    form = request.form
    try:
        line = typing.typed(form)["lines"][0]
        signed = replace_line(id, line_id, line=line, **typing.answered(form), actor=viewer())
    except Invalid as refusal:
        return the_form_again(*FORM, **_typed_again(id, line_id, errors=field_errors(refusal)))
    except Conflict as refusal:
        return the_form_asking(*FORM, **_typed_again(id, line_id, checks=asked_about(refusal)))
    return go_to("doctor.prescription", id=signed.id)


def _typed_again(id, line_id, *, errors=None, checks=()):
    old = reads.line_of(reads.find(viewer(), id), line_id)
    return _shown(old, typing.lines_of(request.form), request.form, errors or {}, checks)


@blueprint.post("/prescriptions/<uuid:id>/lines/<uuid:line_id>/acknowledgement")
def leave_line(id, line_id):
    """Leave it at that."""
    return the_thing("prescription", leave(id, line_id, actor=viewer()))
