"""Reads of emergencies, as admins review them: who opened whose file, when, why in one word; never what was typed."""

from sqlalchemy import func, or_, select

from ..domain.access_requests import Status
from ..domain.roles import Role
from ..extensions import db
from ..models import AccessRequest, User
from . import access_requests, page

TO_REVIEW = or_(
    AccessRequest.status == Status.CLOSED,
    (AccessRequest.status == Status.CONTESTED)
    & or_(AccessRequest.reviewed_at.is_(None), AccessRequest.reviewed_at < AccessRequest.contested_at),
)


def visible_to(viewer):
    """Return the query of the emergencies a person may see: their own, and all of them for an admin."""
    return access_requests.visible_to(viewer).where(AccessRequest.reason_code.is_not(None))


def listed(viewer, *, waiting=False, after=None):
    """Return (emergencies, next cursor), newest first; with `waiting`, those open and those to review."""
    query = visible_to(viewer)
    if waiting:
        query = query.where(or_(AccessRequest.status == Status.EMERGENCY, TO_REVIEW))
    return page(query, AccessRequest.id, after=after)


def last_between(doctor, patient_id):
    """Return when a doctor last opened a patient's file in an emergency, or None."""
    pair = AccessRequest.emergency, AccessRequest.doctor_id == doctor.id, AccessRequest.patient_id == patient_id
    return db.session.scalar(select(func.max(AccessRequest.created_at)).where(*pair))


def open_between(doctor, patient_id):
    """Return the emergency of a doctor and a patient that nobody has closed, locked, or None."""
    pair = AccessRequest.doctor_id == doctor.id, AccessRequest.patient_id == patient_id
    query = select(AccessRequest).where(AccessRequest.status == Status.EMERGENCY, *pair)
    query = query.with_for_update(of=AccessRequest).execution_options(populate_existing=True)
    return db.session.scalars(query).unique().one_or_none()


def reviewers(doctor_id):
    """Return the ids of the admins who hear of a doctor's emergencies: all but that doctor."""
    admins = select(User.id).where(User.role == Role.ADMIN, User.status == "active", User.id != doctor_id)
    return db.session.scalars(admins.order_by(User.id)).all()
