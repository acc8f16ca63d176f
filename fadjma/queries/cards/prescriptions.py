"""The cards of ordonnances: of its own for the patient, who is shown less of the lines, of another for who works with it."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from ...domain.dispensing import WhyNot
from ...domain.prescriptions import LineStatus, Status
from ...domain.requests import Answer, Kind, Mode
from ...domain.roles import Role
from . import sealed


@sealed
class Patient(NamedTuple):
    """For whom it is."""

    name: str
    birth_date: date | None


@sealed
class Place(NamedTuple):
    """A pharmacy; or the prescriber, by name and town."""

    name: str
    town: str


@sealed
class Line(NamedTuple):
    """One medication of it, as a pharmacy's queue shows it: how much is still to come."""

    medication: str
    dosage: str
    quantity: int
    delivered: int
    status: LineStatus


@sealed
class SignedLine(NamedTuple):
    """One medication of it, as its prescriber's lists show it: whether it waits for an answer of theirs."""

    id: UUID
    medication: str
    dosage: str
    status: LineStatus
    why_not: WhyNot | None
    answered_at: datetime | None


@sealed
class Request(NamedTuple):
    """One thing its patient asks about it."""

    kind: Kind
    status: Answer
    mode: Mode | None
    address: str
    note: str


@sealed
class Own(NamedTuple):
    """An ordonnance as its patient's lists show it: what is on it, in words. `something_given`: was any unit handed over?"""

    id: UUID
    matricule: str
    status: Status
    frozen_status: Status | None
    created_at: datetime
    pickup_code: str | None
    something_given: bool
    medications: str
    prescriber: Place
    pharmacy: Place | None


@sealed
class Prescription(NamedTuple):
    """An ordonnance as the lists of its prescriber and of its pharmacy show it."""

    id: UUID
    matricule: str
    status: Status
    created_at: datetime
    updated_at: datetime
    reason: str
    claiming_pharmacy_id: UUID | None
    patient: Patient
    prescriber: Place
    pharmacy: Place | None
    lines: tuple[Line, ...] | tuple[SignedLine, ...]
    requests: tuple[Request, ...]


def card(prescription, viewer):
    """Return the card of a row, for `viewer`; a card is one already."""
    if isinstance(prescription, Own | Prescription):
        return prescription
    kind = Own if viewer.role == Role.PATIENT else Prescription
    parts = _PARTS | {"lines": lambda row: tuple(map(_taken(line_for(viewer.role)), row.lines))}
    return kind(*(parts[name](prescription) if name in parts else getattr(prescription, name) for name in kind._fields))


def line_for(role):
    """Return the kind of line that the cards of a role hold."""
    return SignedLine if role == Role.DOCTOR else Line


def _taken(kind):
    return lambda row: kind._make(getattr(row, name) for name in kind._fields) if row is not None else None


_patient, _place, _request = map(_taken, (Patient, Place, Request))
_PARTS = {
    "patient": lambda row: _patient(row.patient),
    "prescriber": lambda row: _place(row.prescriber),
    "pharmacy": lambda row: _place(row.pharmacy),
    "requests": lambda row: tuple(map(_request, row.requests)),
    "something_given": lambda row: any(line.delivered for line in row.lines),
    "medications": lambda row: ", ".join(f"{line.medication} {line.dosage}" for line in row.lines),
}
