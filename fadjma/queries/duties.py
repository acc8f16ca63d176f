"""Reads of the roster: public; which pharmacies are on duty now, tonight, and in the nights to come."""

from datetime import timedelta

from sqlalchemy import select

from ..domain.duties import night
from ..extensions import db
from ..models import Duty
from ..models.types import utcnow
from . import one


def find(id):
    """Return one duty."""
    return one(select(Duty).where(Duty.id == id))


def between(start, end):
    """Return the duties that overlap a span of time, in the order they begin."""
    query = select(Duty).where(Duty.starts_at < end, Duty.ends_at > start).order_by(Duty.starts_at, Duty.id)
    return db.session.scalars(query).all()


def tonight(now=None):
    """Return the duties of now and of the coming night."""
    return between(*night(now or utcnow()))


def on_duty(now=None):
    """Return the ids of the pharmacies on duty now or tonight."""
    return {duty.pharmacy_id for duty in tonight(now)}


def coming(now=None, *, days=7):
    """Return the duties that begin after tonight, for some days."""
    _, end = night(now or utcnow())
    return [duty for duty in between(end, end + timedelta(days=days)) if duty.starts_at >= end]


def ahead(now=None):
    """Return every duty that is not over: what the admin keeps."""
    query = select(Duty).where(Duty.ends_at > (now or utcnow())).order_by(Duty.starts_at, Duty.id)
    return db.session.scalars(query).all()


def clashes(pharmacy_id, starts_at, ends_at):
    """Return whether a pharmacy is on the roster already for part of a span of time."""
    return any(duty.pharmacy_id == pharmacy_id for duty in between(starts_at, ends_at))
