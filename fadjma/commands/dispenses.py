"""The act on a dispense record: an error at the counter taken back by a counter-entry."""

from ..domain import dispenses as rules
from ..domain.events import DispenseReversed
from ..domain.prescriptions import Status, check_reason
from ..queries import dispenses
from . import command, lots
from .steps import about_line, another_code


@command
def reverse_dispense(id, dispense_id, *, reason, actor, now):
    """The pharmacist who handed it over takes back a dispense record of ordonnance `id`, within 24 hours; return it.

    Its stock is restored. What was delivered is so no longer: the patient gets a new code for what is to come.
    """
    dispense = dispenses.find(actor, id, dispense_id, lock=True)
    prescription = dispense.line.prescription
    rules.reverse(prescription, dispense, actor=actor, now=now)
    lots.take_back(dispense, check_reason(reason), actor, now)
    previous, status = prescription.status, rules.after_reversal(prescription)
    if status != previous:
        prescription.status, prescription.status_since = status, now
    if previous == Status.DELIVERED:
        prescription.pickup_code, prescription.code_attempts = another_code(None), 0
    about_line(DispenseReversed, dispense.line, actor, now, previous=previous)
    return prescription
