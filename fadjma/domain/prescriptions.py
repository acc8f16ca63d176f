"""The life of an ordonnance, from its signature to its delivery (FHIR: MedicationRequest, MedicationDispense)."""

from enum import StrEnum

from . import texts
from .delegations import speaks_for
from .errors import Conflict, Forbidden, Invalid, InvalidTransition
from .roles import Role


class Status(StrEnum):
    """Where an ordonnance stands."""

    ISSUED = "issued"
    VALIDATED = "validated"
    IN_PREPARATION = "in_preparation"
    READY = "ready"
    PARTIALLY_DELIVERED = "partially_delivered"
    DELIVERED = "delivered"
    CANCELLATION_REQUESTED = "cancellation_requested"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class LineStatus(StrEnum):
    """Where one line stands."""

    OPEN = "open"
    DELIVERED = "delivered"
    NOT_DISPENSED = "not_dispensed"


DISPENSING = frozenset({Status.VALIDATED, Status.IN_PREPARATION, Status.READY, Status.PARTIALLY_DELIVERED})
CANCELLABLE_ONCE_CLAIMED = frozenset({Status.VALIDATED, Status.IN_PREPARATION, Status.READY})
FINAL = frozenset({Status.DELIVERED, Status.CANCELLED, Status.EXPIRED})
TRANSITIONS = {
    Status.ISSUED: {Status.VALIDATED, Status.CANCELLED, Status.EXPIRED},
    Status.VALIDATED: {Status.IN_PREPARATION, Status.ISSUED, Status.CANCELLATION_REQUESTED},
    Status.IN_PREPARATION: {Status.READY, Status.ISSUED, Status.CANCELLATION_REQUESTED},
    Status.READY: {Status.PARTIALLY_DELIVERED, Status.DELIVERED, Status.ISSUED, Status.CANCELLATION_REQUESTED},
    Status.PARTIALLY_DELIVERED: {Status.DELIVERED, Status.ISSUED},
    Status.CANCELLATION_REQUESTED: {Status.CANCELLED, *CANCELLABLE_ONCE_CLAIMED},
}
CODE_ATTEMPTS = 5  # wrong pick-up codes before the patient must draw a new one
REASON_LENGTH = 500
PRESENTED_AN_HOUR = 30  # papers a pharmacy may read in an hour: a busy counter, not a harvest


def step(prescription, goal):
    """Return `goal` if the state machine has that step; raise InvalidTransition if not."""
    if goal not in TRANSITIONS.get(prescription.status, ()):
        raise InvalidTransition(prescription.status, goal)
    return goal


def check_reason(reason):
    """Return the trimmed reason; raise Invalid where there is none or it is too long."""
    return texts.reason(reason, most=REASON_LENGTH)


def holds(prescription, actor):
    """Is `actor` a pharmacist of the pharmacy that claimed it (and held it to the end)?"""
    return (
        actor.role == Role.PHARMACIST
        and actor.pharmacy_id is not None
        and prescription.claiming_pharmacy_id == actor.pharmacy_id
    )


def awaits(prescription, actor, now):
    """Does it wait, unclaimed and valid, at the pharmacy of `actor`, chosen by the patient or the doctor?"""
    return (
        actor.role == Role.PHARMACIST
        and actor.pharmacy_id is not None
        and prescription.chosen_pharmacy_id == actor.pharmacy_id
        and prescription.status == Status.ISSUED
        and prescription.valid_until > now
    )


def seen_by(prescription, now):
    """Return the id of the pharmacy that sees it: the one that holds it, or the chosen one while it waits and is valid."""
    if prescription.claiming_pharmacy_id is not None:
        return prescription.claiming_pharmacy_id
    waits = prescription.status == Status.ISSUED and prescription.valid_until > now
    return prescription.chosen_pharmacy_id if waits else None


def _only_the_pharmacy(prescription, actor):
    if not holds(prescription, actor):
        raise Forbidden("only_the_claiming_pharmacy")


def claim(prescription, *, actor, matricule, now):
    """Return `validated` when a pharmacist takes it: chosen pharmacy, or anyone who presents the whole matricule."""
    if actor.role != Role.PHARMACIST or actor.pharmacy_id is None:
        raise Forbidden("only_pharmacists")
    presented = matricule is not None and matricule.strip().upper() == prescription.matricule
    if matricule and not presented:
        raise Invalid(matricule="matricule_wrong")
    if not presented and prescription.chosen_pharmacy_id != actor.pharmacy_id:
        raise Invalid(matricule="matricule_needed")
    if prescription.claiming_pharmacy_id is not None:
        raise Conflict("already_claimed")
    goal = step(prescription, Status.VALIDATED)
    if prescription.valid_until <= now:
        raise Conflict("prescription_expired")
    return goal


def advance(prescription, goal, *, actor):
    """Return `in_preparation` or `ready` when the claiming pharmacy gets that far. Frozen, it waits for the answer."""
    _only_the_pharmacy(prescription, actor)
    if prescription.status == Status.CANCELLATION_REQUESTED:
        raise InvalidTransition(prescription.status, goal)
    return step(prescription, goal)


def give_back(prescription, *, actor, delegation=None):
    """Return `issued` when the claiming pharmacy or the patient returns it; delivered quantities stay delivered.

    Here and below, who follows the patient under `delegation` is as the patient.
    """
    if not speaks_for(prescription.patient_id, actor, delegation):
        _only_the_pharmacy(prescription, actor)
    return step(prescription, Status.ISSUED)


def cancel(prescription, *, actor):
    """Return `cancelled`, or `cancellation_requested` once a pharmacy has claimed it."""
    if actor.id != prescription.prescriber_id:
        raise Forbidden("only_the_prescriber")
    return step(prescription, Status.CANCELLED if prescription.status == Status.ISSUED else Status.CANCELLATION_REQUESTED)


def answer_cancellation(prescription, *, accept, actor):
    """Return `cancelled`, or the status that was frozen, when the pharmacy answers the prescriber."""
    _only_the_pharmacy(prescription, actor)
    if prescription.status != Status.CANCELLATION_REQUESTED:
        raise InvalidTransition(prescription.status, Status.CANCELLED)
    return step(prescription, Status.CANCELLED if accept else prescription.frozen_status)


def may_choose_pharmacy(prescription, *, actor, now, delegation=None):
    """Refuse unless the patient chooses while nobody has claimed it."""
    if not speaks_for(prescription.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_chooses")
    if prescription.status != Status.ISSUED:
        raise Conflict("already_claimed")
    if prescription.valid_until <= now:
        raise Conflict("prescription_expired")


def may_renew_code(prescription, *, actor, delegation=None):
    """Refuse unless the patient draws a new pick-up code while a pharmacy holds it."""
    if not speaks_for(prescription.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_draws")
    if prescription.status not in DISPENSING | {Status.CANCELLATION_REQUESTED}:
        raise Conflict("no_pharmacy_holds_it")


def may_deliver(prescription, *, actor):
    """Refuse unless the claiming pharmacy hands over what is ready. The state comes before the code."""
    _only_the_pharmacy(prescription, actor)
    step(prescription, Status.DELIVERED)


def may_print(prescription, *, actor, delegation=None):
    """Refuse a pharmacy that sees it and does not hold it: it does not know what stands on it."""
    if actor.id != prescription.prescriber_id and not speaks_for(prescription.patient_id, actor, delegation):
        _only_the_pharmacy(prescription, actor)


def may_try_code(prescription):
    """Are there tries left of the five?"""
    return prescription.code_attempts < CODE_ATTEMPTS


def remaining(line):
    """Return how many units of a line are still to be delivered."""
    return line.quantity - line.delivered if line.status == LineStatus.OPEN else 0
