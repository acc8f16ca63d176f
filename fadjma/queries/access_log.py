"""Reads of the access log: who read or wrote what in a patient's own file. It is the audit trail, as the patient sees it."""

from dataclasses import dataclass

from sqlalchemy import false, select
from sqlalchemy.orm import aliased

from ..domain import events
from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import AccessRequest, AuditEntry, User
from . import PAGE

ACTS = tuple(
    kind.__name__
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, events.Event) and kind.in_access_log
)


@dataclass(frozen=True)
class Line:
    """One act in a patient's file; its id is the fact's."""

    entry: AuditEntry
    actor: User | None
    grant: AccessRequest | None

    @property
    def id(self):
        return self.entry.fact_id


def visible_to(viewer):
    """Return the query of the lines about a patient's own file by anyone but them."""
    actor, grant = aliased(User), aliased(AccessRequest)
    query = (
        select(AuditEntry, actor, grant)
        .outerjoin(actor, actor.id == AuditEntry.actor_id)
        .outerjoin(grant, grant.id == AuditEntry.grant_id)
    )
    if viewer.role != Role.PATIENT:
        return query.where(false())
    return query.where(AuditEntry.patient_id == viewer.id, AuditEntry.act.in_(ACTS), AuditEntry.actor_id != viewer.id)


def find(viewer, id):
    """Return one line of the viewer's own log."""
    row = db.session.execute(visible_to(viewer).where(AuditEntry.fact_id == id)).unique().first()
    if row is None:
        raise NotFound
    return Line(*row)


def listed(viewer, *, after=None):
    """Return (lines, next cursor), newest first. The cursor is the number of an audit entry."""
    query = visible_to(viewer)
    if after is not None:
        query = query.where(AuditEntry.seq < after)
    rows = [Line(*row) for row in db.session.execute(query.order_by(AuditEntry.seq.desc()).limit(PAGE + 1)).unique()]
    return rows[:PAGE], rows[PAGE - 1].entry.seq if len(rows) > PAGE else None
