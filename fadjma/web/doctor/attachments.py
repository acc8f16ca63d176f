"""Files that belong to entries: their author joins them; doctors with access open them, which is recorded."""

from flask import render_template, request

from ...commands.attachments import add_attachment as add
from ...commands.attachments import read_attachment
from ...domain.attachments import MOST, MOST_BYTES
from ...domain.errors import Invalid, TooLarge
from ...paper.attachments import sent
from ...queries import medical_records
from ..answers import the_form_again
from ..guards import viewer
from ..labels import REFUSALS, field_errors
from . import blueprint

SECTION = "doctor/_attachments.html"


@blueprint.context_processor
def _limits():
    return {"MOST_ATTACHMENTS": MOST, "MOST_BYTES": MOST_BYTES, "TOO_LARGE": REFUSALS["file_too_large"]}


@blueprint.get("/medical-records/<uuid:id>/attachments/<uuid:attachment_id>")
def attachment(id, attachment_id):
    """Send one, which is recorded."""
    return sent(*read_attachment(id, attachment_id, actor=viewer()))


@blueprint.post("/medical-records/<uuid:id>/attachments")
def add_attachment(id):
    """Join a file to one's own entry; answer with the files of the entry, or with what is wrong with this one."""
    name, content = _chosen()
    try:
        if content is None:
            raise Invalid(file="required")
        add(id, name=name, content=content, actor=viewer())
    except (Invalid, TooLarge) as refusal:
        errors = field_errors(refusal) or {"file": REFUSALS[refusal.code]}
        return the_form_again(SECTION, f"attachments_{id}", **_shown(id), errors=errors)
    return render_template(SECTION, **_shown(id), errors={})


def _chosen():
    """Return (name, bytes) of the file that was sent, one byte more of it than may be kept; None where none was chosen."""
    file = request.files.get("file")
    return (file.filename, file.stream.read(MOST_BYTES + 1)) if file and file.filename else ("", None)


def _shown(id):
    return {"medical_record": medical_records.find(viewer(), id)}
