"""Acts on the formulary: a list of medications or interactions is brought in, whole, by whoever holds the machine."""

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from ..domain.events import FormularyImported
from ..domain.medications import key
from ..extensions import db
from ..models import InteractionRow, Medication, MedicationAlias
from ..realtime import record
from . import command


@command
def import_medications(entries, *, source, dated, replace, actor, now):
    """Add or correct every domain Entry by its name, form and strength; with `replace`, leave out all there was before."""
    if replace:
        db.session.execute(delete(Medication))
        db.session.execute(delete(MedicationAlias))
    there = {(row.name_key, row.form_key, row.strength_key): row for row in db.session.scalars(select(Medication))}
    for entry in entries:
        place = key(entry.name), key(entry.form), key(entry.strength)
        row = there.get(place) or Medication(name_key=place[0], form_key=place[1], strength_key=place[2])
        row.name, row.form, row.strength, row.atc = entry.name, entry.form, entry.strength, entry.atc
        row.source, row.dated = source, dated or now.date()
        db.session.add(row)
    _add_aliases(entries)
    record(FormularyImported(subject_id=uuid7(), actor_id=None, what="medications", rows=len(entries), replaced=replace))


def _add_aliases(entries):
    pairs = {(key(alias), key(entry.name)): alias for entry in entries for alias in entry.aliases}
    there = {tuple(row) for row in db.session.execute(select(MedicationAlias.alias_key, MedicationAlias.name_key))}
    for (alias_key, name_key), alias in pairs.items():
        if (alias_key, name_key) not in there:
            db.session.add(MedicationAlias(alias=alias, alias_key=alias_key, name_key=name_key))


@command
def import_interactions(rows, *, source, dated, replace, actor, now):
    """Add or correct every domain Interaction by its pair; with `replace`, leave out all there was before."""
    if replace:
        db.session.execute(delete(InteractionRow))
    there = {(row.first, row.second): row for row in db.session.scalars(select(InteractionRow))}
    for said in rows:
        pair = tuple(sorted((said.first, said.second)))
        row = there.get(pair) or InteractionRow(first=pair[0], second=pair[1])
        row.severity, row.effect, row.source, row.dated = said.severity, said.effect, source, dated or now.date()
        db.session.add(row)
    record(FormularyImported(subject_id=uuid7(), actor_id=None, what="interactions", rows=len(rows), replaced=replace))
