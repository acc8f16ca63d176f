"""Acts on the roster of the pharmacies de garde: an admin adds a duty, or takes one off."""

from ..domain import duties as rules
from ..domain.errors import Conflict, Forbidden
from ..domain.events import DutyChanged
from ..domain.roles import Role
from ..extensions import db
from ..models import Duty
from ..queries import duties
from ..realtime import record
from . import command
from .signing import known_pharmacy


@command
def add_duty(*, pharmacy_id, starts_at, ends_at, actor, now):
    """An admin puts a pharmacy on duty from a moment to another; return the duty."""
    _only_admins(actor)
    rules.check(pharmacy_id=pharmacy_id, starts_at=starts_at, ends_at=ends_at, now=now)
    pharmacy = known_pharmacy(pharmacy_id)
    if duties.clashes(pharmacy.id, starts_at, ends_at):
        raise Conflict("already_on_duty")
    duty = Duty(pharmacy_id=pharmacy.id, starts_at=starts_at, ends_at=ends_at, created_at=now)
    db.session.add(duty)
    db.session.flush()
    record(DutyChanged(subject_id=duty.id, actor_id=actor.id, pharmacy_id=pharmacy.id))
    return duty


@command
def remove_duty(id, *, actor, now):
    """An admin takes a duty off the roster; return it."""
    _only_admins(actor)
    duty = duties.find(id)
    db.session.delete(duty)
    record(DutyChanged(subject_id=id, actor_id=actor.id, pharmacy_id=duty.pharmacy_id, removed=True))
    return duty


def _only_admins(actor):
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
