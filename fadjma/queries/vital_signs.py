"""Reads of vital signs: the measures of a file, as a course of time. A doctor's reading is recorded by a command."""

from ..domain.medical_records import Kind
from ..extensions import db
from ..models import MedicalRecord
from .medical_records import visible_to

MOST = 100  # entries of one page: weekly measures of two years


def listed(viewer, patient_id):
    """Return the newest entries of vital signs in a patient's file that the viewer may read, newest first."""
    query = visible_to(viewer, patient_id=patient_id).where(MedicalRecord.kind == Kind.VITAL_SIGNS)
    return db.session.scalars(query.order_by(MedicalRecord.id.desc()).limit(MOST)).unique().all()
