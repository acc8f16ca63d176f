"""What time does to ordonnances: those not collected go back, those about to end are announced, repeats come again.

Each is told no one did it: no actor. The end of validity itself is `expire_prescription`.
"""

from sqlalchemy import select

from ..domain import deadlines
from ..domain import prescriptions as rules
from ..domain.checks import unanswered
from ..domain.errors import Conflict
from ..domain.events import PrescriptionExpiring, RepeatWithheld
from ..domain.prescriptions import Status
from ..domain.signing import Line
from ..models import Prescription
from ..queries import one, prescriptions
from ..realtime import record
from . import command
from .checking import checks_of
from .signing import write
from .steps import let_go, parties


def _locked(id):
    return one(select(Prescription).where(Prescription.id == id), lock=True)


@command
def return_uncollected(id, *, actor, now):
    """Time gives back one that has stood ready for 48 hours: its lots are free, its patient chooses anew."""
    prescription = _locked(id)
    if not deadlines.waited_too_long(prescription, now):
        raise Conflict("not_due")
    prescription.reason = ""
    return let_go(prescription, rules.step(prescription, Status.ISSUED), actor, now)


@command
def warn_of_expiry(id, *, actor, now):
    """Tell patient and prescriber, once, that one nobody has claimed ends in three days."""
    prescription = _locked(id)
    if not deadlines.warns(prescription, now):
        raise Conflict("not_due")
    prescription.expiry_told = True
    record(PrescriptionExpiring(**parties(prescription, actor, now) | {"pharmacy_ids": (), "pharmacy_id": None}))
    return prescription


@command
def repeat_prescription(id, *, actor, now):
    """Time issues what a delivered one said to repeat, for the same pharmacy, days and reasons; return the new one.

    The checks are made again. What was answered at the signature stays answered; where anything new hinders, nothing is
    issued: prescriber and patient are told, and the prescriber writes what they decide. Then return the old one.
    """
    prescription = _locked(id)
    lines = deadlines.repeats(prescription, now)
    if (
        not lines
        or prescription.repeat_withheld_at
        or prescriptions.is_repeated(id)
        or not prescription.prescriber.is_active
    ):
        raise Conflict("not_due")
    again = [_again(line) for line in lines]
    alerts = checks_of(prescription.patient_id, again, besides=[id], now=now, hold=True)
    if unanswered(alerts, override=prescription.override, seen=[alert["mark"] for alert in prescription.alerts]):
        return _withhold(prescription, actor, now)
    span = prescription.valid_until - prescription.created_at
    terms = {"pharmacy_id": prescription.claiming_pharmacy_id, "valid_until": now + span, "override": prescription.override}
    terms |= {"alerts": [alert.said() for alert in alerts], "repeat_of": id}
    return write(prescription.patient_id, again, prescriber=prescription.prescriber, **terms, actor=actor, now=now)


def _withhold(prescription, actor, now):
    prescription.repeat_withheld_at = prescription.updated_at = now
    told = parties(prescription, actor, now) | {"pharmacy_ids": (), "pharmacy_id": None}
    record(RepeatWithheld(**told))
    return prescription


def _again(line):
    names = ("medication", "dosage", "quantity", "form", "instructions", "posology", "substitutable")
    return Line(**{name: getattr(line, name) for name in names}, repeats=line.repeats - 1)
