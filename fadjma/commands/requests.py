"""Acts on the two requests a patient makes about an ordonnance: asking for its delivery or renewal, and the answers."""

from typing import Any

from ..domain import requests as rules
from ..domain.access_requests import Level
from ..domain.errors import Conflict, Forbidden
from ..domain.events import DeliveryAsked, PrescriptionStatusChanged, RenewalAsked
from ..domain.requests import Kind, Mode
from ..domain.signing import Line
from ..models import PatientRequest
from ..models.types import utcnow
from ..queries import access_requests, delegations, prescriptions
from ..realtime import record
from . import command
from .checking import checks_of
from .delegations import in_their_place
from .signing import sign
from .steps import open_request, parties


@command
def request_delivery(id, *, mode, address="", note="", actor, now):
    """The patient asks the pharmacy that holds it to hand it over or bring it; return the ordonnance."""
    prescription = prescriptions.find(actor, id, lock=True)
    delegation = delegations.held(actor, prescription.patient_id, now)
    rules.may_ask_delivery(prescription, actor=actor, mode=mode, address=address, note=note, delegation=delegation)
    mode = Mode(mode)
    details = {"mode": mode, "address": address.strip() if mode == Mode.HOME else ""}
    _ask(prescription, Kind.DELIVERY, note, actor, now, **details)
    record(DeliveryAsked(**parties(prescription, actor, now), mode=mode))
    return prescription


@command
def request_renewal(id, *, note="", actor, now):
    """The patient asks the prescriber for the same again; return the ordonnance."""
    prescription = prescriptions.find(actor, id, lock=True)
    delegation = delegations.held(actor, prescription.patient_id, now)
    rules.may_ask_renewal(prescription, actor=actor, note=note, delegation=delegation)
    _ask(prescription, Kind.RENEWAL, note, actor, now)
    record(RenewalAsked(**_without_pharmacy(prescription, actor, now)))
    return prescription


def _ask(prescription, kind, note, actor, now, **details):
    if open_request(prescription, kind):
        raise Conflict("already_requested")
    details["delegate_id"] = in_their_place(actor, prescription.patient_id)
    prescription.requests.append(PatientRequest(kind=kind, note=note.strip(), created_at=now, **details))


@command
def answer_delivery_request(id, *, accept, reason="", actor, now):
    """The claiming pharmacy accepts or refuses to deliver as asked; return the ordonnance."""
    prescription = prescriptions.find(actor, id, lock=True)
    answer = _answer(prescription, Kind.DELIVERY, accept, reason, actor, now)
    told = {"request": Kind.DELIVERY, "answer": answer, "previous": prescription.status}
    record(PrescriptionStatusChanged(**parties(prescription, actor, now), **told))
    return prescription


@command
def answer_renewal_request(id, *, accept, reason="", override="", seen=None, actor, now):
    """The prescriber accepts, which signs and returns the same ordonnance anew, or refuses and says why.

    The checks are made again: `override` and `seen` as for a new one.
    """
    prescription = prescriptions.find(actor, id, lock=True)
    answer = _answer(prescription, Kind.RENEWAL, accept, reason, actor, now)
    renewed = _renew(prescription, override, seen, actor, now) if accept else None
    told = {"request": Kind.RENEWAL, "answer": answer, "previous": prescription.status}
    told["renewed_as"] = renewed.id if renewed else None
    record(PrescriptionStatusChanged(**_without_pharmacy(prescription, actor, now), **told))
    return renewed or prescription


def _answer(prescription, kind, accept, reason, actor, now):
    """Answer the newest request of `kind`; return the answer."""
    newest: Any = next((r for r in reversed(prescription.requests) if r.kind == kind), None)
    reason = (reason or "").strip()
    status = rules.answer(newest, kind, prescription, accept=accept, reason=reason, actor=actor)
    newest.status, newest.reason, newest.answered_at = status, reason, now
    return status


def renewal_checks(prescription, now=None):
    """Return what the checks find in an ordonnance that is to be renewed now, as it is kept; this writes nothing."""
    lines = [same_again(line) for line in prescription.lines]
    found = checks_of(prescription.patient_id, lines, besides=[prescription.id], now=now or utcnow())
    return [check.said() for check in found]


def _renew(prescription, override, seen, actor, now):
    """Sign the same lines for the same pharmacy and as many days, if the patient still lets this doctor write."""
    grant = access_requests.grant(actor, prescription.patient_id, now)
    if grant is None or grant.level != Level.WRITE:
        raise Forbidden("no_write_access")
    days = (prescription.valid_until - prescription.created_at).days
    terms = {"pharmacy_id": prescription.pharmacy.id if prescription.pharmacy else None, "valid_days": days}
    terms |= {"override": override, "seen": seen, "besides": [prescription.id]}
    return sign(prescription.patient_id, [same_again(line) for line in prescription.lines], **terms, actor=actor, now=now)


def same_again(line):
    """Return the domain Line that a row of an ordonnance repeats."""
    names = ("medication", "dosage", "quantity", "form", "instructions", "posology", "substitutable", "repeats")
    return Line(**{name: getattr(line, name) for name in names})


def _without_pharmacy(prescription, actor, now):
    """A renewal is between the patient and the prescriber."""
    return parties(prescription, actor, now) | {"pharmacy_ids": (), "pharmacy_id": None}
