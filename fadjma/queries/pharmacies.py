"""Reads of pharmacies: public to everyone signed in."""

from sqlalchemy import select

from ..domain.stock import medication_key as folded
from ..extensions import db
from ..models import Pharmacy
from . import one


def find(id):
    """Return one pharmacy."""
    return one(select(Pharmacy).where(Pharmacy.id == id))


def listed(q=None):
    """Return pharmacies by name, those whose name or town holds `q` (without case or accents)."""
    rows = db.session.scalars(select(Pharmacy).order_by(Pharmacy.name)).all()
    wanted = folded(q) if q else ""
    return [row for row in rows if wanted in folded(f"{row.name} {row.town}")]
