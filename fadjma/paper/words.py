"""The words on a paper ordonnance, from its row: what is drawn knows no database.

A legal document, so it is French, whatever the language of whoever prints it.
"""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_date, format_time, get_timezone
from flask import current_app

from ..domain import accounts
from ..domain.posology import figure
from ..domain.prescriptions import FINAL, Status
from ..languages import FRENCH, speaking
from .qr import address_of

ZONE = get_timezone("Africa/Dakar")
OVER = {
    Status.DELIVERED: "Délivrée\u00a0: ne peut plus être présentée",
    Status.CANCELLED: "Annulée\u00a0: ne peut pas être délivrée",
    Status.EXPIRED: "Expirée\u00a0: ne peut plus être délivrée",
}


@dataclass(frozen=True)
class Line:
    """One medication, as it is read at the counter."""

    name: str
    form: str
    posology: str
    quantity: str
    notes: str
    moments: tuple[tuple[str, str, str], ...] = ()  # (moment, its word, how much: "" for nothing), all four or none


@dataclass(frozen=True)
class Words:
    """Everything that stands on the paper."""

    matricule: str
    address: str
    establishment: str
    prescriber: str
    place: str
    day: str
    patient: str
    age: str
    lines: tuple[Line, ...]
    until: str
    signed: str
    over: str


def of(prescription, now):
    """Return the Words of an ordonnance as it stands."""
    by, patient, signed = prescription.prescriber, prescription.patient, prescription.created_at
    status = Status.EXPIRED if _ran_out(prescription, now) else prescription.status
    return Words(
        matricule=prescription.matricule,
        address=address_of(prescription.matricule),
        establishment=by.establishment,
        prescriber=by.name,
        place=by.town,
        day=day(signed),
        patient=patient.name,
        age=_years(accounts.age(patient.birth_date, signed)) if patient.birth_date else "",
        lines=tuple(map(_line, prescription.lines)),
        until=day(prescription.valid_until),
        signed=f"{day(signed)} à {hour(signed)}",
        over=OVER[status] if status in FINAL else "",
    )


def _ran_out(prescription, now):
    return prescription.status == Status.ISSUED and prescription.valid_until <= now


def _line(line):
    notes = ["Substituable" if line.substitutable else "Ne pas substituer"]
    notes += [f"à renouveler {line.repeats} fois" if line.repeats else "non renouvelable"]
    notes += [f"déjà délivré\u00a0: {line.delivered}"] if line.delivered else []
    name = f"{line.medication} {line.dosage.replace(' ', chr(0xA0))}"
    moments = tuple(_moments(line.posology)) if line.posology else ()
    return Line(name, line.form, line.instructions, f"Quantité\u00a0: {line.quantity}", ", ".join(notes), moments)


def _moments(posology):
    words: dict[str, Any] = dict(current_app.jinja_env.globals)
    with speaking(FRENCH):  # the language of the paper, whoever prints it
        return [(name, word, figure(posology[name]) if name in posology else "") for name, word in words["MOMENTS"].items()]


def _years(age):
    return f"{age} an{'s' if age > 1 else ''}"


def day(moment):
    """Return « 1er août 2026 »."""
    said = format_date(moment.astimezone(ZONE), "d MMMM y", locale="fr")
    return f"1er{said[1:]}" if said.startswith("1 ") else said


def hour(moment):
    """Return « 14 h 05 »."""
    return format_time(moment.astimezone(ZONE), "H'\u00a0h\u00a0'mm", locale="fr")
