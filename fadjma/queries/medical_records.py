"""Reads of medical records. A doctor's reading is recorded by a command; these only say what may be read."""

from datetime import UTC, datetime

from sqlalchemy import false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ..domain.medical_records import Kind, search_key
from ..domain.roles import Role
from ..extensions import db
from ..models import MedicalRecord, MedicalRecordVersion, User
from . import delegations, one, page
from .access_requests import has_grant
from .kept import one_of, said_for


def visible_to(viewer, now=None, *, patient_id=None):
    """Return the query of the entries a person may read, with `patient_id` of that file: a patient's own and of whom they
    follow; a doctor's own for good, others by grant."""
    if viewer.role == Role.PATIENT:
        return select(MedicalRecord).where(delegations.open_to(viewer, MedicalRecord.patient_id, patient_id, now))
    if viewer.role == Role.DOCTOR:
        granted = has_grant(viewer.id, MedicalRecord.patient_id, now)
        query = select(MedicalRecord).where(or_(MedicalRecord.author_id == viewer.id, granted))
        return query if patient_id is None else query.where(MedicalRecord.patient_id == patient_id)
    return select(MedicalRecord).where(false())


_ONE = one_of(MedicalRecord.id, visible_to)


def find(viewer, id, *, lock=False, now=None):
    """Return one entry the viewer may read."""
    return one(_ONE[viewer.role], said_for(viewer, id, now), lock=lock)


def listed(viewer, patient_id, *, kind=None, year=None, q=None, after=None, with_attachments=False):
    """Return (entries, next cursor) of one patient's file that the viewer may read, newest first.

    `q`: every word of it stands in the entry as it is now, or in its author's name.
    """
    query = visible_to(viewer, patient_id=patient_id)
    if with_attachments:
        query = query.options(selectinload(MedicalRecord.attachments))
    if kind is not None:
        query = query.where(MedicalRecord.kind == kind)
    if year is not None:
        begins, ends = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        query = query.where(MedicalRecord.created_at >= begins, MedicalRecord.created_at < ends)
    for word in search_key(q or "").split():
        query = query.where(or_(_says(word), MedicalRecord.author.has(User.search_name.contains(word, autoescape=True))))
    return page(query, MedicalRecord.id, after=after)


def _says(word):
    return MedicalRecord.search_text.contains(word, autoescape=True)


def years(viewer, patient_id):
    """Return the years from the newest to the oldest entry of a patient's file that the viewer may read."""
    mine = visible_to(viewer, patient_id=patient_id)
    ends = mine.with_only_columns(func.min(MedicalRecord.created_at), func.max(MedicalRecord.created_at))
    first, last = db.session.execute(ends).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def allergies(viewer, patient_id, now=None):
    """Return every allergy in a patient's file that the viewer may read, newest first."""
    query = visible_to(viewer, now, patient_id=patient_id).where(MedicalRecord.kind == Kind.ALLERGY)
    return db.session.scalars(query.order_by(MedicalRecord.id.desc())).unique().all()


def recorded_allergies(patient_id):
    """Return {substance, severity} of every allergy in a patient's file: for the checks of an ordonnance."""
    query = select(MedicalRecord).where(MedicalRecord.patient_id == patient_id, MedicalRecord.kind == Kind.ALLERGY)
    said = (row.current.data for row in db.session.scalars(query.order_by(MedicalRecord.id)).unique())
    return [{"substance": data.get("substance", ""), "severity": data.get("severity", "")} for data in said]


def written_by(author, patient_id):
    """Return what a doctor has written in a patient's file, newest first: theirs to read for good."""
    query = select(MedicalRecord).where(MedicalRecord.patient_id == patient_id, MedicalRecord.author_id == author.id)
    return db.session.scalars(query.order_by(MedicalRecord.id.desc())).unique().all()


def versions(viewer, id):
    """Return every version of an entry the viewer may read, newest first."""
    find(viewer, id)
    query = (
        select(MedicalRecordVersion)
        .where(MedicalRecordVersion.medical_record_id == id)
        .options(joinedload(MedicalRecordVersion.author))
        .order_by(MedicalRecordVersion.number.desc())
    )
    return db.session.scalars(query).all()
