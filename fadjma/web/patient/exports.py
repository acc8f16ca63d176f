"""The patient's own file, to take away: for programs, and on paper."""

import json

from flask import Response

from ...commands.exports import export_file
from ...models.types import utcnow
from ...paper.export import document
from ...paper.file import printed
from ...queries.exports import whole
from ..guards import viewer
from . import blueprint


@blueprint.get("/export.json")
def export_json():
    """Send everything as JSON; that it was taken is recorded."""
    file = whole(export_file("json", actor=viewer()))
    return _taken(json.dumps(document(file, utcnow()), ensure_ascii=False, indent=1), "application/json", "json")


@blueprint.get("/export.pdf")
def export_pdf():
    """Send what is written and what was prescribed as PDF, A4; that it was taken is recorded."""
    file = whole(export_file("pdf", actor=viewer()))
    return _taken(printed(file, utcnow()), "application/pdf", "pdf")


def _taken(body, content_type, ending):
    name = f"dossier-{viewer().patient_number or 'fadjma'}-{utcnow():%Y-%m-%d}.{ending}"
    return Response(body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
