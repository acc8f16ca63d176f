"""Ordonnances, as the doctor who signs them sees them."""

from uuid import UUID

from flask import render_template, request

from ...commands.medical_records import open_file
from ...commands.prescriptions import cancel_prescription as cancel
from ...commands.prescriptions import issue_prescription as issue
from ...domain import medical_records as rules
from ...domain.errors import Conflict, Invalid
from ...domain.prescriptions import Status
from ...queries import access_requests, medical_records, treatments
from ...queries import prescriptions as reads
from ..addresses import go_to
from ..answers import asked_about, the_form_again, the_form_asking
from ..guards import viewer
from ..inputs import wanted
from ..labels import field_errors
from . import blueprint
from . import prescription_form as typing


@blueprint.get("/prescriptions")
def prescriptions():
    """Show everything the reader has signed, newest first, perhaps for one `patient` or of one `status`."""
    status, patient, after = wanted("status", among=list(Status)), wanted("patient", UUID), wanted("after", UUID)
    rows, following = reads.listed(viewer(), status=status, patient_id=patient, after=after)
    filters = {"status": status, "patient": patient, "after": after}
    return render_template("doctor/prescriptions.html", prescriptions=rows, following=following, filters=filters)


@blueprint.get("/prescriptions/<uuid:id>")
def prescription(id):
    """Show one."""
    signed = reads.find(viewer(), id)
    grant = access_requests.grant(viewer(), signed.patient_id)
    return render_template("doctor/prescription.html", prescription=signed, grant=grant)


@blueprint.get("/patients/<uuid:id>/prescriptions/new")
def new_prescription(id):
    """Show the form, allergies and treatment above it: the file's head is opened, and that is recorded."""
    patient, grant = open_file(id, actor=viewer())
    rules.may_write(grant, actor=viewer())
    head = {"allergies": medical_records.allergies(viewer(), id), "treatment": treatments.current(viewer(), id)}
    return render_template("doctor/prescription_new.html", **head, **typing.shown(patient))


@blueprint.post("/patients/<uuid:id>/prescriptions/lines")
def prescription_lines(id):
    """Show the form's lines with one more, or without one; what was typed stays."""
    patient, lines = access_requests.find_file(viewer(), id), typing.changed(request.form)
    new = len(lines) - 1 if "add" in request.form else None
    return render_template("doctor/_prescription_lines.html", **typing.shown(patient, request.form, lines), new=new)


@blueprint.post("/patients/<uuid:id>/prescriptions")
def issue_prescription(id):
    """Sign; the form comes back with every word where something is wrong, or where the checks ask for a reason."""
    try:
        signed = issue(id, **typing.typed(request.form), actor=viewer())
    except Invalid as refusal:
        patient, lines = access_requests.find_file(viewer(), id), typing.filled(request.form)
        again = typing.shown(patient, request.form, lines, field_errors(refusal))
        return the_form_again("doctor/_prescription_form.html", "prescription-form", **again)
    except Conflict as refusal:
        return _asked_again(id, asked_about(refusal))
    return go_to("doctor.prescription", id=signed.id)


def _asked_again(id, checks):
    """Return the form with what the checks found by line, and a field for the reason to sign all the same."""
    patient, lines = access_requests.find_file(viewer(), id), typing.filled(request.form)
    return the_form_asking(
        "doctor/_prescription_form.html",
        "prescription-form",
        **typing.shown(patient, request.form, lines, checks=checks),
    )


@blueprint.get("/prescriptions/<uuid:id>/cancellation")
def prescription_cancellation(id):
    """Show the form that asks why."""
    shown = {"prescription": reads.find(viewer(), id), "form": {}, "errors": {}}
    return render_template("doctor/prescription_cancel.html", **shown)


@blueprint.post("/prescriptions/<uuid:id>/cancellation")
def cancel_prescription(id):
    """Cancel it or, once a pharmacy has it, ask that pharmacy."""
    try:
        cancel(id, reason=request.form.get("reason", ""), actor=viewer())
    except Invalid as refusal:
        shown = {"prescription": reads.find(viewer(), id), "form": request.form, "errors": field_errors(refusal)}
        return the_form_again("doctor/_prescription_cancel_form.html", "prescription-cancel-form", **shown)
    return go_to("doctor.prescription", id=id)
