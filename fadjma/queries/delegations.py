"""Reads of delegations, and of the question other reads ask: whose things may a patient see, their own and whose else?"""

from sqlalchemy import Uuid, and_, bindparam, exists, false, func, literal_column, or_, select

from ..domain.delegations import in_force
from ..domain.errors import NotFound
from ..domain.roles import Role
from ..extensions import db
from ..models import Delegation, Fact, User
from ..models.types import utcnow
from . import one, page
from .kept import NOW


def visible_to(viewer):
    """Return the query of the delegations a person may see: a patient's from both sides, all of them for an admin."""
    if viewer.role == Role.PATIENT:
        return select(Delegation).where(or_(Delegation.patient_id == viewer.id, Delegation.delegate_id == viewer.id))
    return select(Delegation) if viewer.role == Role.ADMIN else select(Delegation).where(false())


def find(viewer, id, *, lock=False):
    """Return one delegation the viewer may see, open or over."""
    return one(visible_to(viewer).where(Delegation.id == id), lock=lock)


def listed(viewer, *, patient_id=None, after=None):
    """Return (delegations, next cursor) the viewer may see, newest first; with `patient_id`, those of that file."""
    query = visible_to(viewer)
    if patient_id is not None:
        query = query.where(Delegation.patient_id == patient_id)
    return page(query, Delegation.id, after=after)


def _holds(now=None):
    return Delegation.ended_at.is_(None), or_(
        Delegation.ends_at.is_(None), Delegation.ends_at > (utcnow() if now is None else now)
    )


def follows_anybody(column, now):
    """Return the SQL condition: the person in `column` follows somebody's file."""
    return exists().where(Delegation.delegate_id == column, *_holds(now))


def followed(viewer, now=None):
    """Return the delegations in force under which `viewer` follows others, by the others' names."""
    query = select(Delegation).join(Delegation.patient).where(Delegation.delegate_id == viewer.id, *_holds(now))
    return db.session.scalars(query.order_by(User.search_name, Delegation.id)).unique().all()


def find_followed(viewer, id, now=None):
    """Return one delegation in force under which `viewer` follows somebody."""
    return one(select(Delegation).where(Delegation.id == id, Delegation.delegate_id == viewer.id, *_holds(now)))


def open_to(viewer, column, patient_id=None, now=None):
    """Return the SQL condition: the patient in `column` is `viewer`, or one they follow now; with `patient_id`, that one."""
    if patient_id is not None and patient_id == viewer.id:
        return column == viewer.id
    mine = Delegation.delegate_id == viewer.id, *_holds(now)
    if patient_id is not None:
        return and_(column == patient_id, exists().where(Delegation.patient_id == patient_id, *mine))
    return or_(column == viewer.id, column.in_(select(Delegation.patient_id).where(*mine)))


def find_person(viewer, patient_id, now=None):
    """Return the patient whose file `viewer` may follow now: themselves, or another."""
    if viewer.role == Role.PATIENT and viewer.id == patient_id:
        return viewer
    if between(viewer, patient_id, now) is None:
        raise NotFound
    return db.session.get(User, patient_id)


def between(viewer, patient_id, now=None, *, lock=False):
    """Return the delegation in force under which `viewer` follows this patient, or None; locked with `lock`."""
    if viewer.role != Role.PATIENT or viewer.id == patient_id:
        return None
    pair = Delegation.delegate_id == viewer.id, Delegation.patient_id == patient_id, Delegation.ended_at.is_(None)
    query = select(Delegation).where(*pair)
    if lock:
        query = query.with_for_update(of=Delegation).execution_options(populate_existing=True)
    delegation = db.session.scalars(query).unique().one_or_none()
    return delegation if delegation is not None and in_force(delegation, now or utcnow()) else None


def held(actor, patient_id, now):
    """Return the delegation under which `actor` acts for a patient, locked until the end of the transaction; None where they
    need none. Raise NotFound where it ended since the thing was found."""
    delegation = between(actor, patient_id, now, lock=True)
    if delegation is None and actor.role == Role.PATIENT and actor.id != patient_id:
        raise NotFound
    return delegation


_DELEGATES = (
    select(Delegation.delegate_id)
    .where(Delegation.patient_id == bindparam("patient_id", type_=Uuid), *_holds(NOW))
    .order_by(Delegation.delegate_id)
)


def delegates_of(patient_id, now=None):
    """Return the ids of those who follow a patient's file now."""
    return db.session.scalars(_DELEGATES, {"patient_id": patient_id, "now": now or utcnow()}).all()


def followed_ids(viewer, now=None):
    """Return the ids of the patients `viewer` follows now."""
    query = select(Delegation.patient_id).where(Delegation.delegate_id == viewer.id, *_holds(now))
    return set(db.session.scalars(query))


def open_of(patient_id):
    """Return the delegations of a patient that nobody has ended, locked; time may have."""
    query = select(Delegation).where(Delegation.patient_id == patient_id, Delegation.ended_at.is_(None))
    query = query.with_for_update(of=Delegation).execution_options(populate_existing=True)
    return db.session.scalars(query).unique().all()


def over(now):
    """Return the ids of the delegations that time has ended, and nobody has said so."""
    return db.session.scalars(select(Delegation.id).where(Delegation.ended_at.is_(None), Delegation.ends_at <= now)).all()


def sought_since(actor, since):
    """Return how often somebody has looked for a delegate by a number since a moment."""
    sought = Fact.name == literal_column("'DelegateSought'"), Fact.actor_id == actor.id, Fact.at > since
    return db.session.scalar(select(func.count()).select_from(Fact).where(*sought))
