"""Reads of access requests, and of the one question everything else asks: what may this doctor do with this file?"""

from datetime import timedelta

from sqlalchemy import Uuid, and_, bindparam, case, exists, false, func, or_, select

from ..domain.access_requests import IN_FORCE, Level, Status, opens
from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import AccessRequest, User
from ..models.types import utcnow
from . import delegations, one, page
from .kept import NOW

RECENT = timedelta(days=7)
DESK = 100  # rows of a dashboard; who has more patients than that searches


def visible_to(viewer, patient_id=None):
    """Return the query of the requests a person may see: a patient's own and of whom they follow (with `patient_id`, of that
    one alone), a doctor's own, emergencies for an admin."""
    if viewer.role == Role.PATIENT:
        return select(AccessRequest).where(delegations.open_to(viewer, AccessRequest.patient_id, patient_id))
    if viewer.role == Role.DOCTOR:
        return select(AccessRequest).where(AccessRequest.doctor_id == viewer.id)
    if viewer.role == Role.ADMIN:
        return select(AccessRequest).where(AccessRequest.reason_code.is_not(None))  # as the index of emergencies says it
    return select(AccessRequest).where(false())


def find(viewer, id, *, lock=False):
    """Return one request the viewer may see."""
    return one(visible_to(viewer).where(AccessRequest.id == id), lock=lock)


def listed(viewer, *, patient_id=None, status=None, after=None):
    """Return (requests, next cursor) the viewer may see, newest first: a patient's own, or of `patient_id`."""
    query = visible_to(viewer, patient_id or viewer.id)
    if patient_id is not None:
        query = query.where(AccessRequest.patient_id == patient_id)
    if status is not None:
        query = query.where(AccessRequest.status == status)
    return page(query, AccessRequest.id, after=after)


def desk(viewer, patient_id=None, now=None):
    """Return what a dashboard shows: every request that waits, the accesses in force, what ended this week. A patient's own,
    or of `patient_id`, whom they follow."""
    now = now or utcnow()
    in_force = and_(*_open(now))
    ended = AccessRequest.ended_at > now - RECENT
    mine = visible_to(viewer, patient_id or viewer.id)
    query = mine.where(or_(AccessRequest.status == Status.PENDING, in_force, ended))
    return db.session.scalars(query.order_by(AccessRequest.id.desc()).limit(DESK)).unique().all()


def files(viewer, *, after=None, now=None):
    """Return (accesses, next cursor) in force of doctor `viewer`, newest first."""
    return page(visible_to(viewer).where(*_open(now)), AccessRequest.id, after=after)


def _open(now):
    in_force = or_(*(AccessRequest.status == status for status in IN_FORCE))  # a list would be written out at each asking
    return in_force, AccessRequest.expires_at > (utcnow() if now is None else now)


def _in_force(patient_id, now):
    return AccessRequest.patient_id == patient_id, *_open(now)


_PATIENT, _DOCTOR = bindparam("patient_id", type_=Uuid), bindparam("doctor_id", type_=Uuid)
_WIDEST_FIRST = case((AccessRequest.level == Level.WRITE, 0), else_=1)
_WIDEST = (
    select(AccessRequest.__table__)
    .where(AccessRequest.doctor_id == _DOCTOR, *_in_force(_PATIENT, NOW))
    .order_by(_WIDEST_FIRST, AccessRequest.emergency, AccessRequest.expires_at.desc())
    .limit(1)
)


def grant(viewer, patient_id, now=None):
    """Return the widest grant in force of doctor `viewer` over a patient's file, as a row of its columns; or None."""
    if viewer.role != Role.DOCTOR:
        return None
    who = {"doctor_id": viewer.id, "patient_id": patient_id}
    return db.session.execute(_WIDEST, who | {"now": now or utcnow()}).first()


def find_grant(viewer, patient_id, now=None):
    """Return the widest grant in force of doctor `viewer` over a patient's file; raise NotFound without one."""
    found = grant(viewer, patient_id, now)
    if found is None:
        raise NotFound
    return found


def grants(viewer, now=None):
    """Return {patient id: widest grant in force} of doctor `viewer`."""
    query = visible_to(viewer).where(*_open(now))
    narrow_first = sorted(db.session.scalars(query).unique(), key=lambda grant: grant.level == Level.WRITE)
    return {grant.patient_id: grant for grant in narrow_first}


def has_grant(doctor_id, patient_id_column, now=None):
    """Return the SQL condition: this doctor may read the file of the patient in `patient_id_column` now."""
    return exists().where(AccessRequest.doctor_id == doctor_id, *_in_force(patient_id_column, now))


_READERS = select(AccessRequest.doctor_id).where(*_in_force(_PATIENT, NOW)).distinct()


def reader_ids(patient_id, now=None):
    """Return the ids of the doctors who may read a patient's file now."""
    return db.session.scalars(_READERS, {"patient_id": patient_id, "now": now or utcnow()}).all()


def find_file(viewer, patient_id, now=None):
    """Return the patient whose file `viewer` may open now: a doctor with access, the patient, who follows them."""
    if viewer.role == Role.PATIENT:
        return delegations.find_person(viewer, patient_id, now)
    return db.session.get_one(User, find_grant(viewer, patient_id, now).patient_id)


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
    """Return how many requests a doctor has made since a moment; an emergency asks nobody."""
    asked = AccessRequest.doctor_id == doctor.id, AccessRequest.created_at > since, ~AccessRequest.emergency
    return db.session.scalar(select(func.count()).where(*asked))


def granted_between(doctor_id, patient_id, now):
    """Return everything in force that a patient has granted a doctor, locked."""
    granted = AccessRequest.doctor_id == doctor_id, AccessRequest.status == Status.APPROVED, *_in_force(patient_id, now)
    query = select(AccessRequest).where(*granted).order_by(AccessRequest.id)
    query = query.with_for_update(of=AccessRequest).execution_options(populate_existing=True)
    return db.session.scalars(query).unique().all()
