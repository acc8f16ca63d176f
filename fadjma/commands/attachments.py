"""Acts on attachments: joining a file to an entry, and opening one, which is an act too: the patient sees it."""

from sqlalchemy import insert

from ..domain import attachments as rules
from ..domain.events import AttachmentAdded, AttachmentRead
from ..extensions import db
from ..models import Attachment, AttachmentContent
from ..queries import access_requests, attachments, medical_records
from ..realtime import record
from . import command


@command
def add_attachment(medical_record_id, *, name, content, actor, now):
    """The author of an entry joins a file to it, `content` (bytes) under a name made of `name`; return the attachment."""
    medical_record = medical_records.find(actor, medical_record_id, lock=True, now=now)
    rules.may_attach(medical_record, len(medical_record.attachments), actor=actor)
    kind = rules.judged(content)
    attachment = Attachment(author_id=actor.id, type=kind, size=len(content), created_at=now)
    attachment.name = rules.named(name, kind)
    medical_record.attachments.append(attachment)
    db.session.flush()
    db.session.execute(insert(AttachmentContent), [{"attachment_id": attachment.id, "content": content}])
    record(_added(attachment, medical_record, actor, now))
    return attachment


def _added(attachment, medical_record, actor, now):
    grant = access_requests.grant(actor, medical_record.patient_id, now)
    return AttachmentAdded(
        subject_id=medical_record.id,
        actor_id=actor.id,
        patient_id=medical_record.patient_id,
        grant_id=grant.id if grant else None,
        author_id=medical_record.author_id,
        kind=medical_record.kind,
        version=medical_record.version,
        attachment_id=attachment.id,
    )


def read_attachment(medical_record_id, id, *, actor, now=None):
    """Open one attachment; return it and its bytes. Recorded, unless the reader is the patient."""
    attachment = attachments.find(actor, medical_record_id, id, now=now)
    if attachment.medical_record.patient_id != actor.id:
        attachment = _read(medical_record_id, id, actor=actor, now=now)
    return attachment, attachments.content_of(attachment)


@command
def _read(medical_record_id, id, *, actor, now):
    attachment = attachments.find(actor, medical_record_id, id, now=now)
    patient_id = attachment.medical_record.patient_id
    grant = access_requests.grant(actor, patient_id, now)
    under = {"patient_id": patient_id, "grant_id": grant.id if grant else None, "actor_id": actor.id}
    record(AttachmentRead(subject_id=id, medical_record_id=medical_record_id, **under))
    return attachment
