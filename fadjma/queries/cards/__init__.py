"""Cards: what a list shows of a thing, as one sealed record of exactly the values its template may read.

A template is given a card and its reader, and asking either for anything else is an error. So what it says depends on their
values alone, and the html may be kept under them (`realtime/memo.py`): nothing that was read can change unseen.
"""

from typing import NamedTuple
from uuid import UUID

from ...domain.roles import Role
from ...languages import current


class NotOnTheCard(Exception):
    """A template asked a card for a value it does not hold: add it to the card, or read it elsewhere."""


def sealed(record):
    """Make a NamedTuple refuse all but its fields: not by an AttributeError, which Jinja takes for an empty value."""

    def refuse(self, name):
        if name.startswith("__"):  # as markupsafe, copy and others ask whether something is there
            raise AttributeError(name)
        raise NotOnTheCard(f"{record.__name__} has no {name}")

    record.__getattr__ = refuse
    return record


@sealed
class Reader(NamedTuple):
    """Who looks, in which language, as far as a card's template may know: these values decide what it offers them."""

    id: UUID
    role: Role
    language: str
    pharmacy_id: UUID | None

    @classmethod
    def of(cls, viewer):
        """Return the Reader that a person is."""
        return cls(viewer.id, viewer.role, current(), viewer.pharmacy_id)
