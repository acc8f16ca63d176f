"""Acts on readings: a page that shows a file says again and again that somebody is there, and the patient sees who."""

from sqlalchemy import select, update

from ..domain.errors import Conflict
from ..domain.events import ReadingBegan, ReadingEnded
from ..domain.readings import goes_on
from ..extensions import db
from ..models import Reading
from ..models.types import utcnow
from ..queries import access_requests, one, readings, users
from ..realtime import record
from . import command


def keep_reading(patient_id, *, actor, now=None):
    """Say that doctor `actor` still has a file open; return the access they read under. Only a beginning is a fact."""
    now = now or utcnow()
    access_requests.find_file(actor, patient_id, now)
    reading = readings.open_of(actor.id, patient_id)
    if reading is None or not goes_on(reading, now) or not _renewed(reading.id, now):
        begin_reading(patient_id, actor=actor, now=now)
    return access_requests.grant(actor, patient_id, now)


def _renewed(id, now):
    """Renew a lease beside the commands, as a process renews its own: nothing happened that anybody is told."""
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        mine = update(Reading).where(Reading.id == id, Reading.ended_at.is_(None))
        return connection.execute(mine.values(renewed_at=now)).rowcount == 1


@command
def begin_reading(patient_id, *, actor, now):
    """Note that a doctor who may read a file has it open, and tell its patient."""
    access_requests.find_file(actor, patient_id, now)
    if (reading := attend(patient_id, actor, now)) is None:
        raise Conflict("already_reading")
    return reading


def attend(patient_id, reader, now):
    """Note that `reader` has a file open; return the reading that begins, or None where one is going on."""
    users.lock(reader)  # of two pages opened at once one begins the reading, and both are shown
    reading = readings.open_of(reader.id, patient_id, lock=True)
    if reading is not None and goes_on(reading, now):
        reading.renewed_at = now
        return None
    if reading is not None:
        end(reading, now)
        db.session.flush()
    reading = Reading(patient_id=patient_id, reader_id=reader.id, began_at=now, renewed_at=now)
    db.session.add(reading)
    db.session.flush()
    record(ReadingBegan(**_facts(reading)))
    return reading


def end(reading, now):
    """Note that somebody reads no longer, and tell the patient."""
    reading.ended_at = now
    record(ReadingEnded(**_facts(reading)))


def _facts(reading):
    reader = {"actor_id": reading.reader_id, "reader_id": reading.reader_id}
    return {"subject_id": reading.id, "patient_id": reading.patient_id, **reader}


@command
def end_reading(id, *, actor, now):
    """Time ends a reading that its page no longer renews."""
    reading = one(select(Reading).where(Reading.id == id, Reading.ended_at.is_(None)), lock=True)
    if goes_on(reading, now):
        raise Conflict("not_due")
    end(reading, now)
    return reading
