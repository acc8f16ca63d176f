"""Files that belong to entries of the patient's own file."""

from ...commands.attachments import read_attachment
from ...paper.attachments import sent
from ..guards import viewer
from . import blueprint


@blueprint.get("/medical-records/<uuid:id>/attachments/<uuid:attachment_id>")
def attachment(id, attachment_id):
    """Send one."""
    return sent(*read_attachment(id, attachment_id, actor=viewer()))
