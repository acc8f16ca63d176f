"""Statements that are built once: those of a reader, asked with placeholders where their own values are to come.

Building a statement takes longer than SQLite takes to answer it. `visible_to` and its like stay the one place that says who
sees what: they are asked about ANYBODY of a role, whose id and pharmacy are parameters.
"""

from typing import Any, NamedTuple

from sqlalchemy import Uuid, bindparam

from ..models.types import UTCDateTime

NOW, SINCE = bindparam("now", type_=UTCDateTime), bindparam("since", type_=UTCDateTime)


class Anybody(NamedTuple):
    """Somebody of a role, who is said when the statement is asked."""

    role: str
    id: Any = bindparam("viewer_id", type_=Uuid)
    pharmacy_id: Any = bindparam("viewer_pharmacy_id", type_=Uuid)


def said_of(viewer):
    """Return the parameters that stand for `viewer` in a statement about Anybody."""
    return {"viewer_id": viewer.id, "viewer_pharmacy_id": viewer.pharmacy_id}
