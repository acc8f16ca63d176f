"""Reads of pharmacies: public to everyone signed in, and which of them has what an ordonnance needs."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from ..domain.prescriptions import remaining
from ..domain.stock import medication_key as folded
from ..extensions import db
from ..models import Pharmacy
from . import one, stock


@dataclass(frozen=True)
class Supplier:
    """A pharmacy, and the medications of an ordonnance that it cannot wholly give today."""

    pharmacy: Pharmacy
    missing: tuple[str, ...]


def find(id):
    """Return one pharmacy."""
    return one(select(Pharmacy).where(Pharmacy.id == id))


def listed(q=None):
    """Return pharmacies by name, those whose name or town holds `q` (without case or accents)."""
    rows = db.session.scalars(select(Pharmacy).order_by(Pharmacy.name)).all()
    wanted = folded(q) if q else ""
    return [row for row in rows if wanted in folded(f"{row.name} {row.town}")]


def able_to_fill(prescription, today, *, preferred=None):
    """Return every pharmacy as a Supplier: the one with id `preferred` first, then those that have everything, by name."""
    names = {line.medication_key: line.medication for line in prescription.lines}
    wanted = Counter[str]()
    for line in prescription.lines:
        wanted[line.medication_key] += remaining(line)
    rows = listed()
    free = stock.availability([row.id for row in rows], names.values(), today)
    suppliers = [
        Supplier(row, tuple(names[key] for key, units in wanted.items() if free.get((row.id, key), 0) < units))
        for row in rows
    ]
    return sorted(suppliers, key=lambda supplier: (supplier.pharmacy.id != preferred, bool(supplier.missing)))
