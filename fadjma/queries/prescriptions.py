"""Reads of prescriptions: the patient's, the prescriber's, and those that await or are held by a pharmacy."""

from sqlalchemy import and_, exists, false, func, literal_column, or_, select
from sqlalchemy.orm import selectinload

from ..domain.accounts import Status as AccountStatus
from ..domain.deadlines import INTERVAL, KEPT, WARNING
from ..domain.errors import NotFound
from ..domain.prescriptions import FINAL, LineStatus, Status
from ..domain.roles import Role
from ..extensions import db
from ..models import Dispense, Fact, Prescription, PrescriptionLine, User
from ..models.types import utcnow
from . import delegations, one, page

_THEIRS = Prescription.__table__.c


def visible_to(viewer, now=None, *, patient_id=None):
    """Return the query of the ordonnances a person may see; of a patient's and of whom they follow, with `patient_id`, those
    of that one."""
    return select(Prescription).where(seen_by(viewer, now, patient_id=patient_id))


def seen_by(viewer, now=None, *, patient_id=None):
    """Return the SQL condition: this person may see an ordonnance now."""
    if viewer.role == Role.PATIENT:
        return delegations.open_to(viewer, _THEIRS.patient_id, patient_id, now)
    if viewer.role == Role.DOCTOR:
        return _THEIRS.prescriber_id == viewer.id
    if viewer.role == Role.PHARMACIST and viewer.pharmacy_id is not None:
        awaits = and_(
            _THEIRS.chosen_pharmacy_id == viewer.pharmacy_id,
            _THEIRS.status == Status.ISSUED,
            _THEIRS.valid_until > (utcnow() if now is None else now),
        )
        return or_(awaits, _THEIRS.claiming_pharmacy_id == viewer.pharmacy_id)
    return false()


def find(viewer, id, *, lock=False):
    """Return one ordonnance the viewer may see."""
    return one(visible_to(viewer).where(Prescription.id == id), lock=lock)


def find_held(viewer, id):
    """Return one ordonnance that the viewer's pharmacy holds: before it does, it is to see no name and no line."""
    prescription = find(viewer, id)
    if viewer.pharmacy_id is None or prescription.claiming_pharmacy_id != viewer.pharmacy_id:
        raise NotFound
    return prescription


def line_of(prescription, line_id):
    """Return a line of an ordonnance; raise NotFound if it has no such line."""
    line = next((line for line in prescription.lines if line.id == line_id), None)
    if line is None:
        raise NotFound
    return line


def listed(viewer, *, status=None, patient_id=None, after=None, dispenses=False):
    """Return (ordonnances, next cursor) the viewer may see, newest first; `dispenses`: with what was handed over of each.

    A patient's own, unless `patient_id` names somebody they follow.
    """
    query = visible_to(viewer, patient_id=patient_id or viewer.id)
    if dispenses:
        given = selectinload(Prescription.dispenses)
        query = query.options(given.joinedload(Dispense.pharmacy), given.joinedload(Dispense.stock_item))
    if status is not None:
        query = query.where(Prescription.status == status)
    if patient_id is not None:
        query = query.where(Prescription.patient_id == patient_id)
    return page(query, Prescription.id, after=after)


def find_to_claim(actor, id, matricule):
    """Return, locked, one that a pharmacist may try to claim: seen, once chosen, or presented by its whole matricule.

    Who could see it and was not fast enough is told so by the rule, so those who were chosen are found even now.
    """
    reachable = Prescription.chosen_pharmacy_id == actor.pharmacy_id
    if matricule:
        reachable = or_(reachable, Prescription.matricule == matricule.strip().upper())
    visible = or_(reachable, Prescription.claiming_pharmacy_id == actor.pharmacy_id)
    if actor.role != Role.PHARMACIST or actor.pharmacy_id is None:
        visible = false()
    return one(select(Prescription).where(Prescription.id == id, visible), lock=True)


def find_by_matricule(viewer, matricule, now=None):
    """Return what a pharmacist's paper names: not once it is final, except to the pharmacy that held it."""
    held = Prescription.claiming_pharmacy_id == viewer.pharmacy_id
    open_ = and_(
        Prescription.status.not_in(FINAL),
        or_(Prescription.status != Status.ISSUED, Prescription.valid_until > (now or utcnow())),
    )
    may = or_(held, open_) if viewer.role == Role.PHARMACIST and viewer.pharmacy_id else false()
    try:
        return one(select(Prescription).where(Prescription.matricule == matricule.strip().upper(), may))
    except NotFound:
        raise NotFound("no_such_paper") from None


def presented_since(pharmacy_id, since):
    """Return how many papers the pharmacists of a pharmacy have read since a moment."""
    colleagues = select(User.id).where(User.pharmacy_id == pharmacy_id)
    read = Fact.name == literal_column("'PrescriptionPresented'"), Fact.actor_id.in_(colleagues), Fact.at > since
    return db.session.scalar(select(func.count()).select_from(Fact).where(*read))


def expired(now):
    """Return the ids of unclaimed ordonnances whose validity has ended."""
    query = select(Prescription.id).where(Prescription.status == Status.ISSUED, Prescription.valid_until <= now)
    return db.session.scalars(query).all()


def uncollected(now):
    """Return the ids of those that have stood ready for too long."""
    since = now - KEPT
    query = select(Prescription.id).where(Prescription.status == Status.READY, Prescription.status_since <= since)
    return db.session.scalars(query).all()


def expiring(now):
    """Return the ids of unclaimed ordonnances that are about to end, and whose people have not been told."""
    near = Prescription.valid_until.between(now, now + WARNING), Prescription.expiry_told.is_(False)
    query = select(Prescription.id).where(Prescription.status == Status.ISSUED, *near)
    return db.session.scalars(query).all()


def repeating(now):
    """Return the ids of delivered ordonnances that come again, their interval having passed."""
    line = PrescriptionLine
    again = exists().where(line.prescription_id == Prescription.id, line.repeats > 0, line.status == LineStatus.DELIVERED)
    query = select(Prescription.id).join(Prescription.prescriber).where(User.status == AccountStatus.ACTIVE, again)
    over = Prescription.status == Status.DELIVERED, Prescription.status_since <= now - INTERVAL
    still = Prescription.repeat_withheld_at.is_(None), Prescription.id.not_in(_repeated())
    return db.session.scalars(query.where(*over, *still)).all()


def _repeated():
    return select(Prescription.repeat_of_id).where(Prescription.repeat_of_id.is_not(None))


def is_repeated(id):
    """Return whether one has come again already."""
    return db.session.scalar(select(exists().where(Prescription.repeat_of_id == id)))


def genuine(matricule, now=None):
    """Return (status, signed at, valid until) of the ordonnance of a matricule, or None: what a stranger may know of it.

    One query, whether there is one or not. Time has moved the state even where the clock is late.
    """
    known = select(Prescription.status, Prescription.created_at, Prescription.valid_until)
    found = db.session.execute(known.where(Prescription.matricule == matricule.strip().upper())).first()
    if found is None:
        return None
    over = found.status == Status.ISSUED and found.valid_until <= (now or utcnow())
    return (Status.EXPIRED if over else found.status), found.created_at, found.valid_until


def matricule_taken(matricule):
    """Return whether a matricule is in use."""
    return db.session.scalar(select(Prescription.id).where(Prescription.matricule == matricule)) is not None
