"""Entries of a file in the demo: written, read and amended by the doctor of the day."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..commands.medical_records import add_medical_record, amend_medical_record, read_file

MEASURES = ("systolic", "diastolic", "pulse", "weight", "glycaemia", "temperature", "spo2", "height")


@dataclass(frozen=True)
class Entry:
    """One entry, written `days` days ago; `amended` is (days ago, reason, the content from then on)."""

    days: int
    kind: str
    title: str
    content: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    amended: tuple[int, str, str] | None = None


def vital_signs(days, *values, **more):
    """Return an entry of vital signs: systolic, diastolic, pulse, weight, glycaemia in this order; others by name."""
    return Entry(days, "vital_signs", "Constantes de la visite", data=dict(zip(MEASURES, values, strict=False)) | more)


def stories(clinic, patient, entries, doctor="fatou"):
    """Return the days on which `doctor` opened the file of `patient` and wrote, then those of the amendments."""
    author = clinic.people[doctor]
    days: dict[int, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.days, []).append(entry)
    return [_visit(clinic, patient, author, day, written) for day, written in days.items()]


def _visit(clinic, patient, author, day, entries):
    now = yield clinic.calendar.on(day, 9, 40)
    read_file(patient.id, actor=author, now=now)
    amendments = []
    for entry in entries:
        now = yield now + timedelta(minutes=6)
        written = {"kind": entry.kind, "title": entry.title, "content": entry.content, "data": entry.data}
        row = add_medical_record(patient.id, **written, actor=author, now=now)
        if entry.amended:
            amendments.append((row.id, *entry.amended))
    for id, day_, reason, content in amendments:
        now = yield clinic.calendar.on(day_, 15)
        amend_medical_record(id, version=1, reason=reason, content=content, actor=author, now=now)
