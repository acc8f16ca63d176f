"""Reads of access requests, and of the one question everything else asks: what may this doctor do with this file?"""

from datetime import timedelta

from sqlalchemy import and_, case, exists, false, func, or_, select

from ..domain.access_requests import Level, Status, opens
from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import AccessRequest, User
from ..models.types import utcnow
from . import one, page

RECENT = timedelta(days=7)
DESK = 100  # rows of a dashboard; who has more patients than that searches


def visible_to(viewer):
    """Return the query of the requests a person may see: a patient's own, a doctor's own."""
    if viewer.role == Role.PATIENT:
        return select(AccessRequest).where(AccessRequest.patient_id == viewer.id)
    if viewer.role == Role.DOCTOR:
        return select(AccessRequest).where(AccessRequest.doctor_id == viewer.id)
    return select(AccessRequest).where(false())


def find(viewer, id, *, lock=False):
    """Return one request the viewer may see."""
    return one(visible_to(viewer).where(AccessRequest.id == id), lock=lock)


def listed(viewer, *, status=None, after=None):
    """Return (requests, next cursor) the viewer may see, newest first."""
    query = visible_to(viewer)
    if status is not None:
        query = query.where(AccessRequest.status == status)
    return page(query, AccessRequest.id, after=after)


def desk(viewer, now=None):
    """Return what a dashboard shows: every request that waits, the accesses in force, what ended this week."""
    now = now or utcnow()
    in_force = and_(AccessRequest.status == Status.APPROVED, AccessRequest.expires_at > now)
    ended = AccessRequest.ended_at > now - RECENT
    query = visible_to(viewer).where(or_(AccessRequest.status == Status.PENDING, in_force, ended))
    return db.session.scalars(query.order_by(AccessRequest.id.desc()).limit(DESK)).unique().all()


def _in_force(patient_id, now):
    return (
        AccessRequest.patient_id == patient_id,
        AccessRequest.status == Status.APPROVED,
        AccessRequest.expires_at > (now or utcnow()),
    )


def grant(viewer, patient_id, now=None):
    """Return the widest grant in force of doctor `viewer` over a patient's file, or None."""
    query = (
        select(AccessRequest)
        .where(AccessRequest.doctor_id == viewer.id, *_in_force(patient_id, now))
        .order_by(case((AccessRequest.level == Level.WRITE, 0), else_=1), AccessRequest.expires_at.desc())
    )
    return db.session.scalars(query.limit(1)).unique().first() if viewer.role == Role.DOCTOR else None


def grants(viewer, now=None):
    """Return {patient id: widest grant in force} of doctor `viewer`."""
    query = visible_to(viewer).where(AccessRequest.status == Status.APPROVED, AccessRequest.expires_at > (now or utcnow()))
    narrow_first = sorted(db.session.scalars(query).unique(), key=lambda grant: grant.level == Level.WRITE)
    return {grant.patient_id: grant for grant in narrow_first}


def has_grant(doctor_id, patient_id_column, now=None):
    """Return the SQL condition: this doctor may read the file of the patient in `patient_id_column` now."""
    return exists().where(AccessRequest.doctor_id == doctor_id, *_in_force(patient_id_column, now))


def reader_ids(patient_id, now=None):
    """Return the ids of the doctors who may read a patient's file now."""
    return db.session.scalars(select(AccessRequest.doctor_id).where(*_in_force(patient_id, now)).distinct()).all()


def find_file(viewer, patient_id, now=None):
    """Return the patient whose file doctor `viewer` may open now."""
    if viewer.role == Role.PATIENT and viewer.id == patient_id:
        return viewer
    if grant(viewer, patient_id, now) is None:
        raise NotFound
    return db.session.get(User, patient_id)


def states(doctor, patient_ids, now=None):
    """Return {patient id: the request that says how a doctor stands to that patient}: in force, waiting, or the last."""
    query = select(AccessRequest).where(AccessRequest.doctor_id == doctor.id, AccessRequest.patient_id.in_(patient_ids))
    asked = sorted(db.session.scalars(query.order_by(AccessRequest.id)).unique(), key=lambda row: _weight(row, now))
    return {access_request.patient_id: access_request for access_request in asked}


def _weight(access_request, now):
    if opens(access_request, now or utcnow()):
        return 3 if access_request.level == Level.WRITE else 2
    return 1 if access_request.status == Status.PENDING else 0


def pending_between(doctor, patient_id):
    """Return whether a request of this pair is waiting for the patient."""
    return db.session.scalar(
        select(
            exists().where(
                AccessRequest.doctor_id == doctor.id,
                AccessRequest.patient_id == patient_id,
                AccessRequest.status == Status.PENDING,
            )
        )
    )


def asked_since(doctor, since):
    """Return how many requests a doctor has made since a moment."""
    return db.session.scalar(
        select(func.count()).where(AccessRequest.doctor_id == doctor.id, AccessRequest.created_at > since)
    )


def due(now, lapse):
    """Return the ids of requests that time has ended: ([lapsed], [expired])."""
    lapsed = select(AccessRequest.id).where(AccessRequest.status == Status.PENDING, AccessRequest.created_at <= now - lapse)
    expired = select(AccessRequest.id).where(AccessRequest.status == Status.APPROVED, AccessRequest.expires_at <= now)
    return db.session.scalars(lapsed).all(), db.session.scalars(expired).all()
