"""Ordonnances without a database: people as the rules know them, one in each state, its lines."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from fadjma.domain.prescriptions import LineStatus, Status
from fadjma.domain.roles import Role

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
MATRICULE = "ORD-20261122-4F2A91C3"
ONE, TWO, NONE = UUID(int=1), UUID(int=2), UUID(int=9)
OPEN, DELIVERED, NOT = LineStatus.OPEN, LineStatus.DELIVERED, LineStatus.NOT_DISPENSED
HELD = (
    Status.VALIDATED,
    Status.IN_PREPARATION,
    Status.READY,
    Status.PARTIALLY_DELIVERED,
    Status.CANCELLATION_REQUESTED,
    Status.DELIVERED,
)


def person(id, role, pharmacy_id=None):
    return SimpleNamespace(id=id, role=role, pharmacy_id=pharmacy_id)


PEOPLE = {
    "the patient": person(1, Role.PATIENT),
    "another patient": person(2, Role.PATIENT),
    "the prescriber": person(3, Role.DOCTOR),
    "another doctor": person(4, Role.DOCTOR),
    "the pharmacist": person(5, Role.PHARMACIST, "plateau"),
    "a colleague": person(6, Role.PHARMACIST, "plateau"),
    "a competitor": person(7, Role.PHARMACIST, "medina"),
    "a pharmacist without a pharmacy": person(8, Role.PHARMACIST),
    "the admin": person(9, Role.ADMIN),
}
PATIENT, PRESCRIBER, PHARMACY = {"the patient"}, {"the prescriber"}, {"the pharmacist", "a colleague"}


def ordonnance(status, **fields):
    """Return one in `status`, chosen for the Plateau and, once claimed, held by it."""
    given = {
        "status": status,
        "patient_id": 1,
        "prescriber_id": 3,
        "matricule": MATRICULE,
        "chosen_pharmacy_id": "plateau",
        "claiming_pharmacy_id": "plateau" if status in HELD else None,
        "frozen_status": Status.IN_PREPARATION if status == Status.CANCELLATION_REQUESTED else None,
        "valid_until": NOW + timedelta(days=90),
        "code_attempts": 0,
    }
    return SimpleNamespace(**given | fields)


def line(id=ONE, quantity=10, delivered=0, **fields):
    given = {"id": id, "medication": "Salbutamol", "quantity": quantity, "delivered": delivered, "status": OPEN}
    given |= {"substitutable": True, "repeats": 0, "why_not": None, "answered_at": None}
    return SimpleNamespace(**given | fields)


def held(status=Status.READY, *lines, **fields):
    given = {"lines": list(lines) or [line(), line(TWO, 20, 5)], "status_since": NOW, "expiry_told": False}
    return ordonnance(status, **given | fields)
