"""Reads of pharmacies: public to everyone signed in, and which of them has what an ordonnance needs."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from ..domain.prescriptions import remaining
from ..domain.texts import folded
from ..extensions import db
from ..models import Pharmacy
from . import duties, one, stock


@dataclass(frozen=True)
class Supplier:
    """A pharmacy, and the medications of an ordonnance that it cannot wholly give today."""

    pharmacy: Pharmacy
    missing: tuple[str, ...]
    on_duty: bool


def find(id):
    """Return one pharmacy."""
    return one(select(Pharmacy).where(Pharmacy.id == id))


def listed(q=None):
    """Return pharmacies by name, those whose name or town holds `q` (without case or accents)."""
    rows = db.session.scalars(select(Pharmacy).order_by(Pharmacy.name)).all()
    wanted = folded(q) if q else ""
    return [row for row in rows if wanted in folded(f"{row.name} {row.town}")]


def able_to_fill(prescription, now, *, preferred=None):
    """Return every pharmacy as a Supplier of what remains: `preferred` (an id) first, then who has it all."""
    names = {line.medication_key: line.medication for line in prescription.lines}
    wanted = Counter[str]()
    for line in prescription.lines:
        wanted[line.medication_key] += remaining(line)
    rows = listed()
    free = stock.availability([row.id for row in rows], names.values(), now.date())
    on_duty = duties.on_duty(now)
    suppliers = [Supplier(row, _missing(row, names, wanted, free), row.id in on_duty) for row in rows]
    return sorted(suppliers, key=lambda supplier: (supplier.pharmacy.id != preferred, bool(supplier.missing)))


def _missing(pharmacy, names, wanted, free):
    """Return the names of the medications of which a pharmacy has fewer units than are wanted."""
    return tuple(names[key] for key, units in wanted.items() if free.get((pharmacy.id, key), 0) < units)
