"""Reads of attachments: whoever may read an entry may read what belongs to it."""

from sqlalchemy import select

from ..extensions import db
from ..models import Attachment, AttachmentContent
from . import medical_records, one


def find(viewer, medical_record_id, id, *, now=None):
    """Return one attachment of an entry that the viewer may read."""
    medical_records.find(viewer, medical_record_id, now=now)
    return one(select(Attachment).where(Attachment.id == id, Attachment.medical_record_id == medical_record_id))


def content_of(attachment):
    """Return the bytes of an attachment."""
    query = select(AttachmentContent.content).where(AttachmentContent.attachment_id == attachment.id)
    return db.session.scalars(query).one()
