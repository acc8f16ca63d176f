"""The words of a file on paper, from its rows: what is drawn knows no database."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from ..domain.medical_records import Kind
from ..languages import FRENCH, speaking
from .words import day, hour


@dataclass(frozen=True)
class Item:
    """One entry or ordonnance: what it is, when and by whom, what it says."""

    title: str
    about: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Everything that stands on the paper; `parts` are (title, what is said of nothing, items)."""

    whose: str
    identity: tuple[str, ...]
    footer: str
    parts: tuple[tuple[str, str, tuple[Item, ...]], ...]


def of(file, now):
    """Return the Words of a File, newest first."""
    patient, speak = file.patient, current_app.jinja_env.filters
    allergies = [row for row in file.medical_records if row.kind == Kind.ALLERGY]
    born = f", né(e) le {day_of(patient.birth_date)}" if patient.birth_date else ""
    made = f"Établi le {day(now)} à {hour(now)} par FADJMA, à la demande du patient."
    return Words(
        whose=speak["of"](patient.name),
        identity=(f"{patient.name}{born}", f"N° de patient\u00a0: {patient.patient_number or 'aucun'}", made),
        footer=f"{patient.name}, {day(now)}",
        parts=(
            ("Allergies", "Aucune allergie notée.", _items(_entry, allergies)),
            ("Dossier", "Rien n’est encore écrit.", _items(_entry, file.medical_records)),
            ("Ordonnances", "Aucune ordonnance.", _items(_prescription, file.prescriptions)),
        ),
    )


def day_of(date):
    """Return a date without a time in words."""
    return date.strftime("%d/%m/%Y")


def _items(make, rows):
    return tuple(make(row) for row in reversed(rows))


def _entry(row):
    said = row.current
    kind = current_app.extensions["words"]["kind"][row.kind]
    about = f"{kind}, {row.author.name}, {day(row.created_at)} à {hour(row.created_at)}"
    if row.version > 1:
        about += f". Version {row.version}, modifiée le {day(row.updated_at)}\u00a0: {said.reason}"
    return Item(said.title, about, (_data(said.data), said.content))


def _data(data):
    """Return the structured part of an entry on one line: « Pouls : 72 /min, Poids : 78,4 kg »."""
    names: dict[str, Any] = dict(current_app.jinja_env.globals)
    measures, fields = names["VITAL_SIGNS"], names["DATA_FIELDS"]
    told = [f"{measures[name][0]}\u00a0: {_figure(data[name])} {measures[name][1]}" for name in measures if name in data]
    told += [f"{word}\u00a0: {_value(name, data)}" for name, word in fields.items() if name in data and name != "unit"]
    return ", ".join(told)


def _value(name, data):
    if name == "severity":
        return current_app.extensions["words"]["severity"][data[name]]
    return f"{_figure(data[name])} {data['unit']}" if name == "value" and data.get("unit") else _figure(data[name])


def _figure(value):
    return str(value).replace(".", ",") if isinstance(value, int | float) else str(value)


def _prescription(row):
    status = current_app.extensions["words"]["prescription_status"][row.status]
    about = f"{status}. {row.prescriber.name}, {day(row.created_at)}, valable jusqu’au {day(row.valid_until)}"
    return Item(f"Ordonnance {row.matricule}", about, tuple(_line(line) for line in row.lines))


def _line(line):
    with speaking(FRENCH):
        taken = current_app.jinja_env.filters["taken"](line.posology) if line.posology else ""
    name = ", ".join(filter(None, (f"{line.medication} {line.dosage}", line.form, taken, line.instructions)))
    return f"• {name}. Quantité\u00a0: {line.quantity}, délivrée\u00a0: {line.delivered}"
