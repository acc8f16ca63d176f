"""Reads of readings: who has a patient's file open now, and under which access."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, false, select

from ..domain import emergencies
from ..domain.errors import NotFound
from ..domain.readings import LEASE
from ..domain.roles import Role
from ..extensions import db
from ..models import Reading, User
from ..models.types import utcnow
from . import access_requests, delegations


@dataclass(frozen=True)
class Line:
    """One reader of a file now: its id is the reading's, `grant` the widest access they read under."""

    reading: Reading
    grant: Row

    @property
    def id(self) -> UUID:
        return self.reading.id

    @property
    def may_be_contested(self) -> bool:
        return emergencies.may_contest(self.grant, utcnow())

    @property
    def patient_id(self) -> UUID:
        return self.reading.patient_id

    @property
    def reader(self) -> User:
        return self.reading.reader


def visible_to(viewer, now=None, *, patient_id=None):
    """Return the query of who is reading a patient's file, or one they follow: with `patient_id`, that one."""
    if viewer.role != Role.PATIENT:
        return select(Reading).where(false())
    return _going_on(now or utcnow()).where(delegations.open_to(viewer, Reading.patient_id, patient_id, now))


def find(viewer, id, now=None):
    """Return one reader of the viewer's own file."""
    line = next(iter(_lines(visible_to(viewer, now).where(Reading.id == id), now)), None)
    if line is None:
        raise NotFound
    return line


def now_in(viewer, patient_id=None, now=None):
    """Return everyone who is reading the viewer's own file, or that of `patient_id`, whom they follow; the latest first."""
    return _lines(visible_to(viewer, now, patient_id=patient_id or viewer.id).order_by(Reading.id.desc()), now)


def open_of(reader_id, patient_id, *, lock=False):
    """Return the reading of somebody in a file that has not been told to have ended, or None."""
    theirs = Reading.reader_id == reader_id, Reading.patient_id == patient_id, Reading.ended_at.is_(None)
    query = select(Reading).where(*theirs)
    if lock:
        query = query.with_for_update(of=Reading).execution_options(populate_existing=True)
    return db.session.scalars(query).first()


def over(now):
    """Return the ids of readings that were not renewed in time and not told to have ended."""
    return db.session.scalars(select(Reading.id).where(Reading.ended_at.is_(None), Reading.renewed_at <= now - LEASE)).all()


def _going_on(now):
    return select(Reading).where(Reading.ended_at.is_(None), Reading.renewed_at > now - LEASE)


def _lines(query, now):
    rows = db.session.scalars(query)
    under = ((reading, access_requests.grant(reading.reader, reading.patient_id, now)) for reading in rows)
    return [Line(reading, grant) for reading, grant in under if grant is not None]
