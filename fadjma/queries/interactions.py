"""Reads of the table of interactions."""

from sqlalchemy import select

from ..domain.interactions import Interaction
from ..extensions import db
from ..models import InteractionRow


def among(sides):
    """Return every Interaction whose two sides are among `sides`; its source with the source's date."""
    query = select(InteractionRow).where(InteractionRow.first.in_(sides), InteractionRow.second.in_(sides))
    return [Interaction(row.first, row.second, row.severity, row.effect, _source(row)) for row in db.session.scalars(query)]


def _source(row):
    return ", ".join(filter(None, [row.source, row.dated.isoformat() if row.dated else ""]))
