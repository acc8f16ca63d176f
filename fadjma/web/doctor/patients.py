"""Patients, as a doctor finds them, and the file of one who gave access."""

from uuid import UUID

from flask import render_template, request

from ...commands.medical_records import open_file
from ...commands.patients import search_patients
from ...domain.errors import Invalid
from ...queries import access_requests, medical_records, prescriptions, treatments
from ..guards import viewer
from ..labels import field_errors
from ..timeline import filters, timeline
from . import blueprint

BESIDE = 6  # ordonnances beside a file; the others are a page away


@blueprint.get("/patients")
def patients():
    """Find a patient by `q`, or show everyone whose file is open to the reader."""
    q = request.args.get("q")
    return _mine() if q is None else _found(q)


def _mine():
    after = request.args.get("after", type=UUID)
    rows, following = access_requests.files(viewer(), after=after)
    return render_template("doctor/patients.html", q="", errors={}, access_requests=rows, following=following, after=after)


def _found(q):
    try:
        found = search_patients(q, actor=viewer())
    except Invalid as refusal:
        return render_template("doctor/search.html", q=q, errors=field_errors(refusal), found=[]), 422
    states = access_requests.states(viewer(), [patient.id for patient in found])
    return render_template(
        "doctor/search.html", q=q, errors={}, found=[(patient, states.get(patient.id)) for patient in found]
    )


@blueprint.get("/patients/<uuid:id>")
def patient_file(id):
    """Open a patient's file, which is recorded: its head, its entries or some of them, the reader's own ordonnances."""
    wanted = filters()
    patient, grant = open_file(id, searched=bool(wanted["q"]), actor=viewer())
    signed, _ = prescriptions.listed(viewer(), patient_id=id)
    return render_template(
        "doctor/patient_file.html",
        patient=patient,
        grant=grant,
        allergies=medical_records.allergies(viewer(), id),
        treatment=treatments.current(viewer(), id),
        **timeline(viewer(), id, wanted),
        prescriptions=signed[:BESIDE],
        more_signed=signed[BESIDE:],
    )
