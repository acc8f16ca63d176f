"""Reads of dispense records: from the side of the pharmacist who handed something over."""

from sqlalchemy import select

from ..extensions import db
from ..models import Dispense, PrescriptionLine
from . import one, prescriptions


def find(viewer, prescription_id, id):
    """Return one record of an ordonnance that the viewer may see, whose row is locked first, as every act locks it."""
    prescriptions.find(viewer, prescription_id, lock=True)
    of_it = PrescriptionLine.prescription_id == prescription_id
    dispense = one(select(Dispense).join(Dispense.line).where(Dispense.id == id, of_it))
    db.session.refresh(dispense.line)
    return dispense
