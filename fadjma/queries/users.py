"""Reads of people: an admin's list, a doctor's search for a patient, a log-in."""

from sqlalchemy import bindparam, false, func, literal_column, or_, select

from ..domain.roles import Role
from ..domain.texts import folded
from ..extensions import db
from ..models import Fact, User
from . import one, page

SHORTEST_NAME = 3  # letters of a name a doctor must know


def visible_to(viewer):
    """Return the query of the accounts a person may see: an admin all, everyone else their own."""
    if viewer.role == Role.ADMIN:
        return select(User)
    return select(User).where(User.id == viewer.id)


def find(viewer, id, *, lock=False):
    """Return one account the viewer may see."""
    return one(visible_to(viewer).where(User.id == id), lock=lock)


def listed(viewer, *, status=None, role=None, q=None, after=None):
    """Return (accounts, next cursor), newest first, filtered by status, role or name."""
    query = visible_to(viewer)
    if status is not None:
        query = query.where(User.status == status)
    if role is not None:
        query = query.where(User.role == role)
    if q:
        query = query.where(User.search_name.contains(folded(q), autoescape=True))
    return page(query, User.id, after=after)


def by_login(login):
    """Return the account whose e-mail or phone (+221…) this is, or None."""
    return db.session.scalars(select(User).where(or_(User.email == login, User.phone == login))).first()


_NAMES = select(User.__table__.c.id, User.__table__.c.name).where(User.__table__.c.id.in_(bindparam("ids", expanding=True)))


def names(ids):
    """Return {id: (id, name)} of these people: who acted, told to whoever may know that they did."""
    return {row.id: row for row in db.session.execute(_NAMES, {"ids": list(ids)})} if ids else {}


def password_hash_of(user):
    """Return the hash of somebody's password, which who merely looks does not carry."""
    return db.session.scalar(select(User.password_hash).where(User.id == user.id))


def find_patient(id):
    """Return the patient a verified doctor names by id."""
    return one(select(User).where(User.id == id, User.role == Role.PATIENT, User.status == "active"))


def lock(user):
    """Hold a person's row until the end of the transaction: what is counted for them is counted by one at a time."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))


def search_patients(*, phone=None, number=None, name=None, limit=10):
    """Return at most 10 patients by exact phone, exact patient number, or letters of the name."""
    query = select(User).where(User.role == Role.PATIENT, User.status == "active")
    words = folded(name or "").split()
    if phone:
        query = query.where(User.phone == phone)
    elif number:
        query = query.where(User.patient_number == number)
    elif any(len(word) >= SHORTEST_NAME for word in words):
        query = query.where(*(User.search_name.contains(word, autoescape=True) for word in words))
    else:
        query = query.where(false())
    return db.session.scalars(query.order_by(User.search_name, User.id).limit(limit)).all()


def searched_since(doctor, since):
    """Return how often a doctor has searched for a patient since a moment."""
    searched = Fact.name == literal_column("'PatientsSearched'"), Fact.actor_id == doctor.id, Fact.at > since
    return db.session.scalar(select(func.count()).select_from(Fact).where(*searched))
