"""The two requests a patient makes about an ordonnance: its delivery, and its renewal."""

from enum import StrEnum

from .delegations import speaks_for
from .errors import Conflict, Forbidden, Invalid, InvalidTransition
from .prescriptions import DISPENSING, Status, check_reason, holds


class Kind(StrEnum):
    """What is asked, hence of whom: the pharmacy, or the prescriber."""

    DELIVERY = "delivery"
    RENEWAL = "renewal"


class Answer(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"  # overtaken: the pharmacy no longer holds the ordonnance


class Mode(StrEnum):
    """How the patient wants to receive what was prepared."""

    PICKUP = "pickup"
    HOME = "home"


ADDRESS_LENGTH = 300
NOTE_LENGTH = 500
RENEWABLE = frozenset({Status.DELIVERED, Status.EXPIRED})


def _check_note(note):
    if len(note) > NOTE_LENGTH:
        raise Invalid(note="too_long")


def may_ask_delivery(prescription, *, actor, mode, address, note="", delegation=None):
    """Refuse unless the patient, or who follows them, asks the pharmacy that holds it; home needs an address."""
    if not speaks_for(prescription.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_asks")
    if prescription.status not in DISPENSING:
        raise Conflict("no_pharmacy_holds_it")
    if mode not in list(Mode):
        raise Invalid(mode="unknown_value")
    if mode == Mode.HOME and not address.strip():
        raise Invalid(address="required")
    if len(address) > ADDRESS_LENGTH:
        raise Invalid(address="too_long")
    _check_note(note)


def may_ask_renewal(prescription, *, actor, note="", delegation=None):
    """Refuse unless the patient, or who follows them, asks for one delivered or expired; a note is ≤ 500 characters."""
    if not speaks_for(prescription.patient_id, actor, delegation):
        raise Forbidden("only_the_patient_asks")
    if prescription.status not in RENEWABLE:
        raise Conflict("not_renewable")
    _check_note(note)


def answer(request, kind, prescription, *, accept, reason="", actor):
    """Return the answer of whoever must give it: the claiming pharmacy, or the prescriber, who says why they refuse.

    `request` is the newest of `kind`, or None.
    """
    may = holds(prescription, actor) if kind == Kind.DELIVERY else actor.id == prescription.prescriber_id
    if not may:
        raise Forbidden("not_yours_to_answer")
    if request is None:
        raise Conflict("no_request_to_answer")
    if request.status != Answer.PENDING:
        raise InvalidTransition(request.status, Answer.ACCEPTED if accept else Answer.REFUSED)
    if not accept and (kind == Kind.RENEWAL or reason):
        check_reason(reason)
    return Answer.ACCEPTED if accept else Answer.REFUSED
