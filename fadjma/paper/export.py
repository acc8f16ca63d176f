"""A patient's whole file as a document for programs. Its keys are promised: they are added to, never renamed.

`docs/export.md` describes them.
"""

from datetime import date
from uuid import UUID

SHAPE = 1  # goes up where a key would come to mean something else
PATIENT = ("id", "name", "patient_number", "birth_date", "email", "phone", "town", "language", "created_at")
ENTRY = ("id", "kind", "version", "created_at", "updated_at")
VERSION = ("number", "title", "content", "data", "reason", "created_at")
ATTACHMENT = ("id", "name", "type", "size", "created_at")
PRESCRIPTION = ("id", "matricule", "status", "reason", "override", "valid_until", "version", "created_at", "updated_at")
SAID = ("medication", "form", "dosage", "quantity", "instructions", "posology", "substitutable", "repeats")  # by who signed
LINE = ("id", *SAID, "delivered", "status")
DISPENSE = ("id", "line_id", "quantity", "substitute", "reason", "at")
ACCESS = ("id", "status", "level", "reason", "days", "emergency", "created_at", "decided_at", "expires_at", "ended_at")


def document(file, now):
    """Return a File as plain lists and dicts of what JSON can say."""
    return {
        "format": "fadjma-export",
        "shape": SHAPE,
        "exported_at": _plain(now),
        "patient": _own(file.patient, PATIENT),
        "medical_records": [_entry(row) for row in file.medical_records],
        "prescriptions": [_prescription(row) for row in file.prescriptions],
        "access_requests": [_own(row, ACCESS) | {"doctor": _person(row.doctor)} for row in file.access_requests],
        "access_log": [_line(line) for line in file.access_log],
    }


def _own(row, names):
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value):
    """Return dates and moments as ISO says them, ids as text, the rest as it is: a state is a text already."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _person(user):
    return {"id": str(user.id), "name": user.name} if user else None


def _place(pharmacy):
    return {"id": str(pharmacy.id), "name": pharmacy.name, "town": pharmacy.town} if pharmacy else None


def _entry(row):
    versions = [_own(version, VERSION) | {"author": _person(version.author)} for version in row.versions]
    attachments = [_own(attachment, ATTACHMENT) for attachment in row.attachments]
    return _own(row, ENTRY) | {"author": _person(row.author), "versions": versions, "attachments": attachments}


def _prescription(row):
    people = {"prescriber": _person(row.prescriber), "pharmacy": _place(row.pharmacy)}
    lines, given = [_own(line, LINE) for line in row.lines], [_dispense(one) for one in row.dispenses]
    return _own(row, PRESCRIPTION) | people | {"lines": lines, "dispenses": given}


def _dispense(row):
    more = {"pharmacy": _place(row.pharmacy), "lot": row.stock_item.lot, "reverses": _plain(row.reverses_id)}
    return _own(row, DISPENSE) | more


def _line(line):
    entry, grant = line.entry, line.grant
    about = {
        "subject_type": entry.subject_type,
        "subject_id": str(entry.subject_id),
        "access": str(grant.id) if grant else None,
    }
    return {"id": str(line.id), "at": entry.at.isoformat(), "actor": _person(line.actor), "act": entry.act} | about
