"""Reads of dispense records: from the side of the pharmacist who handed something over."""

from sqlalchemy import select

from ..models import Dispense, PrescriptionLine
from . import one, prescriptions


def find(viewer, prescription_id, id, *, lock=False):
    """Return one record of an ordonnance that the viewer may see; with `lock`, the ordonnance is locked, as by every act."""
    prescriptions.find(viewer, prescription_id, lock=lock)
    of_it = PrescriptionLine.prescription_id == prescription_id
    return one(select(Dispense).join(Dispense.line).where(Dispense.id == id, of_it))
