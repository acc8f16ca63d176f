"""Acts on pharmacies: making one known to the clinic, and a patient's choice of their usual one."""

from sqlalchemy import select

from ..domain.errors import Forbidden, Invalid
from ..domain.events import PharmacyOpened, PharmacyPreferred
from ..domain.roles import Role
from ..extensions import db
from ..models import Pharmacy
from ..realtime import record
from . import command
from .contacts import phone_of

NAME_LENGTH, TOWN_LENGTH = 120, 80


@command
def open_pharmacy(*, name, town, phone="", actor, now):
    """An admin makes a pharmacy known, so that pharmacists can belong to it; return it."""
    if actor.role != Role.ADMIN:
        raise Forbidden("only_admins")
    name, town = " ".join(name.split()), " ".join(town.split())
    _check(name, town)
    pharmacy = Pharmacy(name=name, town=town, phone=phone_of(phone) if phone else "", created_at=now)
    db.session.add(pharmacy)
    db.session.flush()
    record(PharmacyOpened(subject_id=pharmacy.id, actor_id=actor.id))
    return pharmacy


def _check(name, town):
    errors = {}
    for field, text, most in (("name", name, NAME_LENGTH), ("town", town, TOWN_LENGTH)):
        if not text:
            errors[field] = "required"
        elif len(text) > most:
            errors[field] = "too_long"
    if db.session.scalar(select(Pharmacy.id).where(Pharmacy.name == name)):
        errors["name"] = "already_used"
    if errors:
        raise Invalid(**errors)


@command
def prefer_pharmacy(pharmacy_id, *, actor, now):
    """A patient says which pharmacy they usually go to, or (None) that there is none; return the patient."""
    if actor.role != Role.PATIENT:
        raise Forbidden("wrong_role")
    if pharmacy_id is not None and db.session.get(Pharmacy, pharmacy_id) is None:
        raise Invalid(pharmacy_id="pharmacy_unknown")
    actor.preferred_pharmacy_id = pharmacy_id
    record(PharmacyPreferred(subject_id=actor.id, actor_id=actor.id, pharmacy_id=pharmacy_id))
    return actor
