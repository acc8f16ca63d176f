"""Reads of what patients ask about an ordonnance, from the side of whoever must answer."""

from ..domain.requests import Answer, Kind
from ..extensions import db
from ..models import PatientRequest, Prescription
from . import prescriptions


def renewals_to_answer(viewer):
    """Return the ordonnances whose renewal the viewer is asked for, the longest wait first."""
    waits = PatientRequest.kind == Kind.RENEWAL, PatientRequest.status == Answer.PENDING
    query = prescriptions.visible_to(viewer).join(Prescription.requests).where(*waits)
    return db.session.scalars(query.order_by(PatientRequest.created_at)).unique().all()
