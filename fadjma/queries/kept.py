"""Statements that are built once: those of a reader, asked with placeholders where their own values are to come.

Building a statement takes longer than SQLite takes to answer it. `visible_to` and its like stay the one place that says who
sees what: they are asked about ANYBODY of a role, whose id and pharmacy are parameters.
"""

from typing import Any, NamedTuple

from sqlalchemy import Uuid, bindparam

from ..domain.roles import Role
from ..models.types import UTCDateTime, utcnow

NOW, SINCE = bindparam("now", type_=UTCDateTime), bindparam("since", type_=UTCDateTime)


class Anybody(NamedTuple):
    """Somebody of a role, who is said when the statement is asked."""

    role: str
    id: Any = bindparam("viewer_id", type_=Uuid)
    pharmacy_id: Any = bindparam("viewer_pharmacy_id", type_=Uuid)
    is_active: bool = True  # who is not must be turned away before


def said_of(viewer):
    """Return the parameters that stand for `viewer` in a statement about Anybody."""
    return {"viewer_id": viewer.id, "viewer_pharmacy_id": viewer.pharmacy_id}


THE_ID = bindparam("id", type_=Uuid)


def one_of(key, visible_to):
    """Return {role: the statement of the thing whose id column `key` is THE_ID, as Anybody of that role sees it NOW}."""
    return {role: visible_to(Anybody(role), now=NOW).where(key == THE_ID) for role in Role}


def said_for(viewer, id, now):
    """Return the parameters of a statement of `one_of`."""
    return said_of(viewer) | {"id": id, "now": now or utcnow()}
