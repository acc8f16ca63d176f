"""Reads of the access log: who read or wrote what in a patient's own file. It is the audit trail, as the patient sees it."""

from dataclasses import dataclass

from sqlalchemy import and_, false, or_, select
from sqlalchemy.orm import aliased, lazyload

from ..domain import events
from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import AccessRequest, AuditEntry, User
from . import PAGE, delegations
from .kept import one_of, said_for

_KINDS = [kind for kind in vars(events).values() if isinstance(kind, type) and issubclass(kind, events.Event)]
ACTS = tuple(kind.__name__ for kind in _KINDS if kind.in_access_log)
DECISIONS = tuple(kind.__name__ for kind in _KINDS if kind.decides)


_ACTOR, _GRANT, _PATIENT = aliased(User), aliased(AccessRequest), aliased(User)
_LINES = (
    select(AuditEntry, _ACTOR, _GRANT, _PATIENT)
    .outerjoin(_ACTOR, _ACTOR.id == AuditEntry.actor_id)
    .outerjoin(_GRANT, _GRANT.id == AuditEntry.grant_id)
    .outerjoin(_PATIENT, _PATIENT.id == AuditEntry.patient_id)
    .options(lazyload(_GRANT.patient), lazyload(_GRANT.doctor))  # a line names neither
)


@dataclass(frozen=True)
class Line:
    """One act in a patient's file; its id is the fact's. `in_their_place`: by who follows the patient, for them."""

    entry: AuditEntry
    actor: User | None
    grant: AccessRequest | None
    patient: User

    @property
    def id(self):
        return self.entry.fact_id

    @property
    def patient_id(self):
        return self.patient.id

    @property
    def in_their_place(self):
        return self.entry.details.get("on_behalf_of") is not None


def visible_to(viewer, patient_id=None, now=None):
    """Return the query of the lines about a patient's own file by anyone but them, or the file of somebody they follow.

    Of who follows the file, what they decided in it too: they are the only other patient who can decide anything there.
    """
    if viewer.role != Role.PATIENT:
        return _LINES.where(false())
    told = or_(AuditEntry.act.in_(ACTS), and_(AuditEntry.act.in_(DECISIONS), _ACTOR.role == Role.PATIENT))
    mine = delegations.open_to(viewer, AuditEntry.patient_id, patient_id, now)
    return _LINES.where(mine, told, AuditEntry.actor_id != AuditEntry.patient_id)


_ONE = one_of(AuditEntry.fact_id, visible_to)


def find(viewer, id):
    """Return one line of a log that the viewer may see."""
    row = db.session.execute(_ONE[viewer.role], said_for(viewer, id, None)).unique().first()
    if row is None:
        raise NotFound
    return Line(*row)


def several(viewer, ids):
    """Return {id: line} of those of `ids` that are in a log the viewer may see."""
    rows = db.session.execute(visible_to(viewer).where(AuditEntry.fact_id.in_(ids))).unique()
    return {row[0].fact_id: Line(*row) for row in rows}


def listed(viewer, *, patient_id=None, after=None):
    """Return (lines, next cursor), newest first, of the viewer's own log or that of `patient_id`, whom they follow.

    The cursor is the number of an audit entry.
    """
    query = visible_to(viewer, patient_id or viewer.id)
    if after is not None:
        query = query.where(AuditEntry.seq < after)
    rows = [Line(*row) for row in db.session.execute(query.order_by(AuditEntry.seq.desc()).limit(PAGE + 1)).unique()]
    return rows[:PAGE], rows[PAGE - 1].entry.seq if len(rows) > PAGE else None
