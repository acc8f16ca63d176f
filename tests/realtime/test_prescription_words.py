"""What is said of an ordonnance: every step has its words for whoever may hear it, without a drug, without the code."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from fadjma.domain.prescriptions import Status
from fadjma.domain.requests import Answer, Kind
from fadjma.models.types import utcnow
from fadjma.realtime.message import message

ROLES = ("patient", "doctor", "pharmacist")
LEVELS = {"info", "success", "warning", "urgent"}
MATRICULE = "ORD-20261122-4F2A91C3"
DRUG, CODE = "Salbutamol", "271828"
STEPS = [
    *[{"status": status, "previous": "validated"} for status in Status],
    {"status": "issued", "previous": "issued"},
    *[{"status": status, "previous": "cancellation_requested"} for status in ("validated", "in_preparation", "ready")],
    *[
        {"status": "ready", "previous": "ready", "request": kind, "answer": answer}
        for kind in Kind
        for answer in (Answer.ACCEPTED, Answer.REFUSED)
    ],
]
OTHERS = {
    "PrescriptionIssued": {},
    "PrescriptionPresented": {},
    "PickupCodeRenewed": {},
    "PickupCodeRefused": {"attempts_left": 0},
    "DeliveryAsked": {"mode": "home"},
    "RenewalAsked": {},
    "LineNotDispensed": {"why_not": "out_of_stock"},
    "LineSubstituted": {},
    "LineReplaced": {"replaced_by": None},
    "DispenseReversed": {},
    "PrescriptionExpiring": {},
}


def ordonnance():
    people = [SimpleNamespace(name=name, town="Dakar", birth_date=date(1994, 5, 1)) for name in ("Awa Ndiaye", "Dr Diop")]
    line = SimpleNamespace(medication=DRUG, dosage="100 µg", quantity=1, delivered=0)
    moments = {"created_at": utcnow(), "valid_until": utcnow()}
    fields = {"matricule": MATRICULE, "pickup_code": CODE, "lines": [line]} | moments
    return SimpleNamespace(id=uuid4(), patient=people[0], prescriber=people[1], **fields)


def said(name, payload, role):
    """Return the Message of a fact to somebody of `role`, after checking what holds for all of them."""
    fact = SimpleNamespace(name=name, payload=payload, actor_id=None, at=utcnow())
    told = message(fact, ordonnance(), SimpleNamespace(role=role, id=uuid4(), language="fr"))
    words = f"{told.title} {told.message}"
    assert told.title and told.message.endswith(".") and told.level in LEVELS and told.url.startswith(f"/{role}/")
    assert "ordonnance N" not in words and "\n" not in words and "  " not in words
    assert DRUG not in words and CODE not in words
    return words


@pytest.mark.parametrize("role", ROLES)
def test_every_step_has_its_words_for_everyone_who_may_ever_read_them(context, role):
    for step in STEPS:
        words = said("PrescriptionStatusChanged", step, role)
        assert (MATRICULE in words) == (role != "pharmacist"), step
        assert ("Awa Ndiaye" in words) == (role == "doctor"), step


@pytest.mark.parametrize("role", ROLES)
def test_so_has_every_other_fact(context, role):
    for name, payload in OTHERS.items():
        words = said(name, payload, role)
        if role == "pharmacist" and name not in ("PrescriptionPresented", "RenewalAsked"):  # told to a pharmacy's stream
            assert not any(secret in words for secret in ("Awa", "Diop", MATRICULE)), name
