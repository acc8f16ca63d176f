"""Acts of dispensing: claiming an ordonnance, preparing it, handing it over against the code, giving it back."""

import hmac

from ..domain import deadlines
from ..domain import dispensing as counter
from ..domain import prescriptions as rules
from ..domain.errors import Conflict, Invalid, TooMany, WrongCode
from ..domain.events import LineSubstituted, PickupCodeRefused, PickupCodeRenewed
from ..domain.prescriptions import Status
from ..queries import delegations, prescriptions
from ..realtime import record
from . import command, lots
from .lines import close_line
from .steps import about_line, another_code, change, let_go, no_longer_held, parties


@command
def claim_prescription(id, *, matricule=None, actor, now):
    """A pharmacist takes an ordonnance in charge for their pharmacy; the patient gets a new pick-up code."""
    prescription = prescriptions.find_to_claim(actor, id, matricule)
    status = rules.claim(prescription, actor=actor, matricule=matricule, now=now)
    prescription.claiming_pharmacy_id, prescription.claimed_at = actor.pharmacy_id, now
    prescription.reason = ""  # why another pharmacy gave it back is over
    prescription.pickup_code, prescription.code_attempts = another_code(None), 0
    return change(prescription, status, actor, now)


@command
def prepare_prescription(id, *, partial=False, actor, now):
    """The claiming pharmacy begins: what remains is set aside in its lots, or Conflict names the lines that lack stock.

    With `partial`, what there is of them is set aside: the balance comes later, or from another pharmacy.
    """
    prescription = prescriptions.find(actor, id, lock=True)
    status = rules.advance(prescription, Status.IN_PREPARATION, actor=actor)
    if not any(map(rules.remaining, prescription.lines)):
        raise Conflict("nothing_remains")
    lots.reserve(prescription, actor, now.date(), partial=partial)
    return change(prescription, status, actor, now)


@command
def make_prescription_ready(id, *, actor, now):
    """The claiming pharmacy has prepared everything."""
    prescription = prescriptions.find(actor, id, lock=True)
    return change(prescription, rules.advance(prescription, Status.READY, actor=actor), actor, now)


@command
def return_prescription(id, *, reason, actor, now):
    """The claiming pharmacy or the patient gives it back, or its balance: the patient chooses a pharmacy anew."""
    prescription = prescriptions.find(actor, id, lock=True)
    delegation = delegations.held(actor, prescription.patient_id, now)
    status = counter.give_back(prescription, actor=actor, delegation=delegation)
    prescription.reason = rules.check_reason(reason)
    return let_go(prescription, status, actor, now)


@command
def deliver_prescription(id, *, pickup_code, lines=None, actor, now):
    """The claiming pharmacy hands over `lines` (domain Portions), or all that remains, against the patient's code.

    The state comes before what is asked, that before the code, and the code before the stock.
    """
    prescription = prescriptions.find(actor, id, lock=True)
    rules.may_deliver(prescription, actor=actor)
    if deadlines.waited_too_long(prescription, now):
        raise Conflict("waited_too_long")
    portions = counter.portions(prescription, lines)
    _check_code(prescription, "".join(pickup_code.split()), actor, now)
    lots.hand_over(prescription, portions, actor, now)
    for line, portion in portions:
        if not portion.quantity:
            close_line(line, portion.reason, actor, now)
        elif portion.substitute.strip():
            about_line(LineSubstituted, line, actor, now)
    return _after(prescription, any(portion.quantity for _, portion in portions), actor, now)


def _after(prescription, handed_over, actor, now):
    """Take the step that a delivery makes, if it makes one."""
    status = counter.after_delivery(prescription, handed_over=handed_over)
    if status == Status.DELIVERED:
        no_longer_held(prescription, now)
    if status == prescription.status and not handed_over:
        return prescription  # its lines alone changed, and were told one by one
    return change(prescription, status, actor, now)


def _check_code(prescription, typed, actor, now):
    """Raise unless `typed` is the code; a wrong one is counted, and five end the trying until there is a new one."""
    if not rules.may_try_code(prescription):
        raise TooMany("code_blocked")
    if not typed:
        raise Invalid(pickup_code="required")
    if not hmac.compare_digest(typed.encode(), prescription.pickup_code.encode()):
        prescription.code_attempts += 1
        left = rules.CODE_ATTEMPTS - prescription.code_attempts
        record(PickupCodeRefused(**parties(prescription, actor, now), attempts_left=left))
        raise WrongCode(pickup_code="code_wrong")


@command
def renew_pickup_code(id, *, actor, now):
    """The patient draws a new pick-up code, which may be tried five times again."""
    prescription = prescriptions.find(actor, id, lock=True)
    rules.may_renew_code(prescription, actor=actor, delegation=delegations.held(actor, prescription.patient_id, now))
    prescription.pickup_code, prescription.code_attempts = another_code(prescription.pickup_code), 0
    prescription.updated_at = now
    record(PickupCodeRenewed(**parties(prescription, actor, now)))
    return prescription
