"""Reads of the access log: who read or wrote what in a patient's own file. It is the audit trail, as the patient sees it."""

from dataclasses import dataclass

from sqlalchemy import false, select
from sqlalchemy.orm import aliased, lazyload

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


_ACTOR, _GRANT = aliased(User), aliased(AccessRequest)
_LINES = (
    select(AuditEntry, _ACTOR, _GRANT)
    .outerjoin(_ACTOR, _ACTOR.id == AuditEntry.actor_id)
    .outerjoin(_GRANT, _GRANT.id == AuditEntry.grant_id)
    .options(lazyload(_GRANT.patient), lazyload(_GRANT.doctor))  # a line names neither
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
    if viewer.role != Role.PATIENT:
        return _LINES.where(false())
    return _LINES.where(AuditEntry.patient_id == viewer.id, AuditEntry.act.in_(ACTS), AuditEntry.actor_id != viewer.id)


def find(viewer, id):
    """Return one line of the viewer's own log."""
    row = db.session.execute(visible_to(viewer).where(AuditEntry.fact_id == id)).unique().first()
    if row is None:
        raise NotFound
    return Line(*row)


def several(viewer, ids):
    """Return {id: line} of those of `ids` that are in the viewer's own log."""
    rows = db.session.execute(visible_to(viewer).where(AuditEntry.fact_id.in_(ids))).unique()
    return {row[0].fact_id: Line(*row) for row in rows}


def listed(viewer, *, after=None):
    """Return (lines, next cursor), newest first. The cursor is the number of an audit entry."""
    query = visible_to(viewer)
    if after is not None:
        query = query.where(AuditEntry.seq < after)
    rows = [Line(*row) for row in db.session.execute(query.order_by(AuditEntry.seq.desc()).limit(PAGE + 1)).unique()]
    return rows[:PAGE], rows[PAGE - 1].entry.seq if len(rows) > PAGE else None
