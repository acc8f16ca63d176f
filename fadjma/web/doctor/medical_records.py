"""Entries of a patient's file, as a doctor reads, writes and amends them."""

from flask import render_template, request

from ...commands.medical_records import add_medical_record as add
from ...commands.medical_records import amend_medical_record as amend
from ...commands.medical_records import open_file, read_medical_record, read_own_records
from ...domain import medical_records as rules
from ...domain.errors import Conflict, Invalid
from ...queries import access_requests, medical_records
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..labels import field_errors, sentence
from . import blueprint
from .medical_record_form import UNTOUCHED, blank, kind_of, typed, written

NEW_FORM, AMEND_FORM = "doctor/_medical_record_form.html", "doctor/_medical_record_amend_form.html"
PLACE = "medical-record-form"


@blueprint.context_processor
def _vocabulary():
    return {"WITH_DATA": rules.WITH_DATA}


@blueprint.get("/patients/<uuid:id>/medical-records/new")
def new_medical_record(id):
    """Show the form of a new entry of a `kind`. The file's head is above it, so that it is opened, and recorded."""
    patient, grant = open_file(id, actor=viewer())
    rules.may_write(grant, actor=viewer())
    kind, allergies = kind_of(request.args), medical_records.allergies(viewer(), id)
    shown = {"patient": patient, "allergies": allergies, "kind": kind, "form": blank(kind), "errors": {}}
    return render_template("doctor/medical_record_new.html", **shown)


@blueprint.post("/patients/<uuid:id>/medical-records/fields")
def medical_record_fields(id):
    """Show the fields of another kind, with what was typed in those that stay."""
    patient = access_requests.find_file(viewer(), id)
    kind, form = kind_of(request.form), request.form.to_dict()
    form["title"] = blank(kind).get("title", "") if form.get("title") in UNTOUCHED else form["title"]
    shown = {"patient": patient, "kind": kind, "form": form, "errors": {}, "kept": True}
    return render_template("doctor/_medical_record_fields.html", **shown)


@blueprint.post("/patients/<uuid:id>/medical-records")
def add_medical_record(id):
    """Write an entry; the form comes back with every word where something is wrong."""
    kind = kind_of(request.form)
    try:
        entry = add(id, kind=kind, **typed(request.form, kind), actor=viewer())
    except Invalid as refusal:
        shown = {"patient": access_requests.find_file(viewer(), id), "kind": kind, "form": request.form}
        return the_form_again(NEW_FORM, PLACE, **shown, errors=field_errors(refusal))
    return go_to("doctor.medical_record", id=entry.id)


@blueprint.get("/patients/<uuid:id>/own-medical-records")
def own_medical_records(id):
    """Show what the reader has written in a patient's file, which outlives their access and is recorded."""
    return render_template("doctor/own_medical_records.html", medical_records=read_own_records(id, actor=viewer()))


@blueprint.get("/medical-records/<uuid:id>")
def medical_record(id):
    """Open one entry, which is recorded."""
    return _opened("doctor/medical_record.html", id, errors={})


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
        return the_form_again(AMEND_FORM, PLACE, **_still(id), errors=field_errors(refusal))
    except Conflict as refusal:
        return _overtaken(id, sentence(refusal)), 409, {"HX-Reswap": "outerHTML"}
    return go_to("doctor.medical_record", id=id)


def _still(id):
    entry = medical_records.find(viewer(), id)
    return {"medical_record": entry, "kind": entry.kind, "form": request.form}


def _overtaken(id, problem):
    """Return the form with what was typed, and what the entry says since: showing that is a reading, and recorded."""
    entry = read_medical_record(id, actor=viewer())
    form = request.form.to_dict() | {"version": entry.version}
    shown = {"medical_record": entry, "kind": entry.kind, "form": form, "errors": {}, "overtaken": problem}
    return render_template(AMEND_FORM, **shown)
