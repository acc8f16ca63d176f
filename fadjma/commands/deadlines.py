"""What time does to ordonnances: those not collected go back, those about to end are announced, repeats come again.

Each is told no one did it: no actor. The end of validity itself is `expire_prescription`.
"""

from sqlalchemy import select

from ..domain import dispensing as counter
from ..domain import prescriptions as rules
from ..domain.errors import Conflict
from ..domain.events import PrescriptionExpiring
from ..domain.prescriptions import Line, Status
from ..models import Prescription
from ..queries import one, prescriptions
from ..realtime import record
from . import command
from .signing import write
from .steps import let_go, parties


def _locked(id):
    return one(select(Prescription).where(Prescription.id == id), lock=True)


@command
def return_uncollected(id, *, actor, now):
    """Time gives back one that has stood ready for 48 hours: its lots are free, its patient chooses anew."""
    prescription = _locked(id)
    if not counter.waited_too_long(prescription, now):
        raise Conflict("not_due")
    prescription.reason = ""
    return let_go(prescription, rules.step(prescription, Status.ISSUED), actor, now)


@command
def warn_of_expiry(id, *, actor, now):
    """Tell patient and prescriber, once, that one nobody has claimed ends in three days."""
    prescription = _locked(id)
    if not counter.warns(prescription, now):
        raise Conflict("not_due")
    prescription.expiry_told = True
    record(PrescriptionExpiring(**parties(prescription, actor, now) | {"pharmacy_ids": (), "pharmacy_id": None}))
    return prescription


@command
def repeat_prescription(id, *, actor, now):
    """Time issues what a delivered one said to repeat, for the same pharmacy, days and reasons; return the new one."""
    prescription = _locked(id)
    lines = counter.repeats(prescription, now)
    if not lines or prescriptions.is_repeated(id) or not prescription.prescriber.is_active:
        raise Conflict("not_due")
    span = prescription.valid_until - prescription.created_at
    terms = {"pharmacy_id": prescription.claiming_pharmacy_id, "valid_until": now + span, "override": prescription.override}
    again = [_again(line) for line in lines]
    return write(
        prescription.patient_id, again, prescriber=prescription.prescriber, **terms, repeat_of=id, actor=actor, now=now
    )


def _again(line):
    names = ("medication", "dosage", "quantity", "form", "instructions", "substitutable")
    return Line(**{name: getattr(line, name) for name in names}, repeats=line.repeats - 1)
