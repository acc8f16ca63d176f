"""What was handed over, and how an error at the counter is taken back."""

from datetime import timedelta

from . import prescriptions as rules
from .errors import Conflict, Forbidden
from .prescriptions import DISPENSING, Status

REVERSIBLE = timedelta(hours=24)  # how long an error at the counter may be corrected


def reverse(prescription, dispense, *, actor, now):
    """Return the status of an ordonnance of which the pharmacist who handed it over takes back one dispense record."""
    if actor.id != dispense.pharmacist_id or not rules.holds(prescription, actor):
        raise Forbidden("only_who_handed_over")
    if dispense.quantity < 0 or dispense.is_reversed:
        raise Conflict("already_reversed")
    if now - dispense.at > REVERSIBLE:
        raise Conflict("too_late_to_reverse")
    if prescription.status not in DISPENSING | {Status.DELIVERED}:
        raise Conflict("frozen")
    return prescription.status


def after_reversal(prescription):
    """Return where it stands once an error is taken out: where it stood before the delivery, or where it is now."""
    if prescription.status not in (Status.PARTIALLY_DELIVERED, Status.DELIVERED):
        return prescription.status
    return Status.PARTIALLY_DELIVERED if any(line.delivered for line in prescription.lines) else Status.READY
