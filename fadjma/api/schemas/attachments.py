"""Attachments: what is said of a file that belongs to an entry."""

from uuid import UUID

from . import Answer


class Attachment(Answer):
    """One file; `url` is where its bytes are, for whoever may read the entry."""

    id: UUID
    name: str
    type: str
    size: int
    url: str

    @classmethod
    def of(cls, row):
        url = f"/api/v1/medical-records/{row.medical_record_id}/attachments/{row.id}"
        return cls(url=url, **{name: getattr(row, name) for name in ("id", "name", "type", "size")})
