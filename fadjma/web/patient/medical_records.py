"""The patient's own file: every entry, and the history of each."""

from uuid import UUID

from flask import render_template

from ...domain.medical_records import Kind
from ...queries import medical_records as queries
from ..guards import viewer
from ..inputs import wanted
from . import blueprint


@blueprint.get("/medical-records")
def medical_records():
    """Show the file, newest first, of one kind or of all."""
    filters = {"kind": wanted("kind", among=list(Kind)), "after": wanted("after", UUID)}
    rows, following = queries.listed(viewer(), viewer().id, **filters)
    return render_template("patient/medical_records.html", medical_records=rows, following=following, filters=filters)


@blueprint.get("/medical-records/<uuid:id>")
def medical_record(id):
    """Show one entry with every version it had."""
    return render_template("patient/medical_record.html", medical_record=queries.find(viewer(), id))
