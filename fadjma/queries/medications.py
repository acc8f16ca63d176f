"""Reads of the catalogue: what a name is, and what somebody who types may mean."""

from collections import defaultdict

from sqlalchemy import and_, exists, or_, select

from ..domain.medications import Entry, grams, key
from ..extensions import db
from ..models import Medication, MedicationAlias

MOST = 12  # entries offered to whoever types


def known(texts):
    """Return {key or alias's key: [Entry]} of everything in the catalogue that `texts` may speak of."""
    wanted = {gram for text in texts for gram in grams(text)}
    found = defaultdict(list)
    for row in db.session.scalars(select(Medication).where(Medication.name_key.in_(wanted))):
        found[row.name_key].append(_entry(row))
    by_alias = select(MedicationAlias.alias_key, Medication).join(
        Medication, Medication.name_key == MedicationAlias.name_key
    )
    for alias, row in db.session.execute(by_alias.where(MedicationAlias.alias_key.in_(wanted))):
        found[alias].append(_entry(row))
    return found


def _entry(row):
    return Entry(row.name, row.form, row.strength, row.atc)


def search(q, *, most=MOST):
    """Return the presentations of what `q` may mean: each of its words begins a word of the name, an alias, the form or
    the strength; without case or accents. Those whose name begins with it come first."""
    words = key(q).split()
    if not words:
        return []
    query = select(Medication).where(*(_begins(word) for word in words))
    order = Medication.name_key.startswith(words[0], autoescape=True).desc(), Medication.name_key, Medication.id
    return db.session.scalars(query.order_by(*order).limit(most)).all()


def names(q, *, most=MOST):
    """Return the names alone that `search` would find."""
    return list(dict.fromkeys(row.name for row in search(q, most=8 * most)))[:most]


def _begins(word):
    columns = Medication.name_key, Medication.form_key, Medication.strength_key
    alias = exists().where(and_(MedicationAlias.name_key == Medication.name_key, _word(MedicationAlias.alias_key, word)))
    return or_(*(_word(column, word) for column in columns), alias)


def _word(column, word):
    return or_(column.startswith(word, autoescape=True), column.contains(f" {word}", autoescape=True))
