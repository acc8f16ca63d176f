"""Acts of dispensing: claiming an ordonnance, preparing it, handing it over against the code, giving it back."""

import hmac
import secrets

from ..domain import prescriptions as rules
from ..domain.errors import Invalid, TooMany, WrongCode
from ..domain.events import PickupCodeRefused, PickupCodeRenewed
from ..domain.prescriptions import Status
from ..queries import prescriptions
from ..realtime import record
from . import command, lots
from .steps import change, no_longer_held, parties


@command
def claim_prescription(id, *, matricule=None, actor, now):
    """A pharmacist takes an ordonnance in charge for their pharmacy; the patient gets a new pick-up code."""
    prescription = prescriptions.find_to_claim(actor, id, matricule)
    status = rules.claim(prescription, actor=actor, matricule=matricule, now=now)
    prescription.claiming_pharmacy_id, prescription.claimed_at = actor.pharmacy_id, now
    prescription.reason = ""  # why another pharmacy gave it back is over
    prescription.pickup_code, prescription.code_attempts = _another_code(None), 0
    return change(prescription, status, actor, now)


@command
def prepare_prescription(id, *, actor, now):
    """The claiming pharmacy begins: what remains is set aside in its lots, or Conflict names the lines that lack stock."""
    prescription = prescriptions.find(actor, id, lock=True)
    status = rules.advance(prescription, Status.IN_PREPARATION, actor=actor)
    lots.reserve(prescription, actor, now.date())
    return change(prescription, status, actor, now)


@command
def make_prescription_ready(id, *, actor, now):
    """The claiming pharmacy has prepared everything."""
    prescription = prescriptions.find(actor, id, lock=True)
    return change(prescription, rules.advance(prescription, Status.READY, actor=actor), actor, now)


@command
def return_prescription(id, *, reason, actor, now):
    """The claiming pharmacy or the patient gives it back: nobody holds it, and the patient chooses a pharmacy anew."""
    prescription = prescriptions.find(actor, id, lock=True)
    status = rules.give_back(prescription, actor=actor)
    prescription.reason = rules.check_reason(reason)
    left = prescription.chosen_pharmacy_id, prescription.claiming_pharmacy_id
    lots.put_back(prescription, actor, now.date())
    no_longer_held(prescription, now)
    prescription.chosen_pharmacy_id = prescription.claiming_pharmacy_id = prescription.claimed_at = None
    return change(prescription, status, actor, now, *left)


@command
def deliver_prescription(id, *, pickup_code, actor, now):
    """The claiming pharmacy hands over what was set aside, against the patient's code. The state comes before the code."""
    prescription = prescriptions.find(actor, id, lock=True)
    rules.may_deliver(prescription, actor=actor)
    reservations = lots.set_aside(prescription, now.date())
    _check_code(prescription, "".join(pickup_code.split()), actor, now)
    lots.hand_over(prescription, reservations, actor, now)
    no_longer_held(prescription, now)
    return change(prescription, rules.step(prescription, Status.DELIVERED), actor, now)


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
    rules.may_renew_code(prescription, actor=actor)
    prescription.pickup_code, prescription.code_attempts = _another_code(prescription.pickup_code), 0
    prescription.updated_at = now
    record(PickupCodeRenewed(**parties(prescription, actor, now)))
    return prescription


def _another_code(code):
    while (new := f"{secrets.randbelow(10**6):06d}") == code:
        pass
    return new
