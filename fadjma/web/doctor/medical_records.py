"""Entries of a patient's file, as a doctor reads, writes and amends them."""

from flask import render_template, request

from ...commands.medical_records import add_medical_record as add
from ...commands.medical_records import amend_medical_record as amend
from ...commands.medical_records import read_file, read_medical_record
from ...domain import medical_records as rules
from ...domain.errors import Conflict, Invalid
from ...domain.medical_records import Kind
from ...queries import access_requests, medical_records
from ..addresses import go_to
from ..guards import viewer
from ..labels import field_errors, sentence
from . import blueprint
from .medical_record_form import kind_of, typed, written


@blueprint.context_processor
def _vocabulary():
    return {"WITH_DATA": rules.WITH_DATA}


@blueprint.get("/patients/<uuid:id>/medical-records/new")
def new_medical_record(id):
    """Show the form of a new entry of a `kind`. The file's head is above it, so that it is opened, and recorded."""
    patient, grant = read_file(id, actor=viewer()), access_requests.grant(viewer(), id)
    rules.may_write(grant, actor=viewer())
    shown = {"allergies": medical_records.allergies(viewer(), id), "kind": kind_of(request.args), "form": {}, "errors": {}}
    return render_template("doctor/medical_record_new.html", patient=patient, **shown)


@blueprint.post("/patients/<uuid:id>/medical-records/fields")
def medical_record_fields(id):
    """Show the fields of another kind, with what was typed in those that stay."""
    access_requests.find_file(viewer(), id)
    shown = {"kind": kind_of(request.form), "form": request.form, "errors": {}, "kept": True}
    return render_template("doctor/_medical_record_fields.html", **shown)


@blueprint.post("/patients/<uuid:id>/medical-records")
def add_medical_record(id):
    """Write an entry; the form comes back with every word where something is wrong."""
    kind = kind_of(request.form)
    try:
        entry = add(id, kind=kind, **typed(request.form, kind), actor=viewer())
    except Invalid as refusal:
        shown = {"patient": access_requests.find_file(viewer(), id), "kind": kind, "form": request.form}
        return render_template("doctor/_medical_record_form.html", **shown, errors=field_errors(refusal)), 422
    return go_to("doctor.medical_record", id=entry.id)


@blueprint.get("/medical-records/<uuid:id>")
def medical_record(id):
    """Open one entry, which is recorded."""
    return _opened("doctor/medical_record.html", id)


@blueprint.get("/medical-records/<uuid:id>/amendment")
def amend_medical_record_form(id):
    """Open one of the reader's own entries to amend it."""
    return _opened("doctor/medical_record_amend.html", id, errors={})


def _opened(template, id, **shown):
    entry = read_medical_record(id, actor=viewer())
    grant = access_requests.grant(viewer(), entry.patient_id)
    return render_template(template, medical_record=entry, grant=grant, form=written(entry), kind=entry.kind, **shown)


@blueprint.post("/medical-records/<uuid:id>/amendment")
def amend_medical_record(id):
    """Write a new version; the form comes back with every word where something is wrong or has changed meanwhile."""
    entry = medical_records.find(viewer(), id)
    kind, version = entry.kind, request.form.get("version", type=int)
    change = typed(request.form, kind) | {"reason": request.form.get("reason", "")}
    try:
        amend(id, version=version, **change, actor=viewer())
    except Invalid as refusal:
        return _again(id, field_errors(refusal)), 422
    except Conflict as refusal:
        return _again(id, {}, overtaken=sentence(refusal)), 409, {"HX-Reswap": "outerHTML"}
    return go_to("doctor.medical_record", id=id)


def _again(id, errors, overtaken=None):
    """Return the form with what was typed; `overtaken` says that the entry has changed, and shows what it says now."""
    entry = read_medical_record(id, actor=viewer()) if overtaken else medical_records.find(viewer(), id)
    form = request.form.to_dict() | ({"version": entry.version} if overtaken else {})
    shown = {"medical_record": entry, "kind": Kind(entry.kind), "form": form, "errors": errors, "overtaken": overtaken}
    return render_template("doctor/_medical_record_amend_form.html", **shown)
