"""Attachments: the author of an entry joins files to it; whoever may read the entry opens them."""

from ..commands import attachments as acts
from ..domain.attachments import Type
from ..paper.attachments import sent
from .endpoint import endpoint
from .medical_records import BOTH
from .schemas.attachments import Attachment
from .who import DOCTOR, viewer


@endpoint("POST /medical-records/<uuid:id>/attachments", who=DOCTOR, takes_file=True, answer=Attachment, status=201)
def add(id, file):
    """Join a file to one's own entry: PDF, JPEG, PNG or WebP by its content, at most 10 MB, at most 20 an entry."""
    name, content = file
    return Attachment.of(acts.add_attachment(id, name=name, content=content, actor=viewer()))


@endpoint("GET /medical-records/<uuid:id>/attachments/<uuid:attachment_id>", who=BOTH, media=tuple(Type))
def show(id, attachment_id):
    """Send the bytes of one file. A doctor's reading is recorded."""
    return sent(*acts.read_attachment(id, attachment_id, actor=viewer()))
