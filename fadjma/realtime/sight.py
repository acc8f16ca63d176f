"""What one reader sees at one moment: each thing found once, however many facts speak of it.

Good as long as one transaction reads: whoever keeps a Sight longer keeps what may no longer be so.
"""

from ..domain.errors import NotFound
from ..domain.roles import Role
from ..models import AccessRequest, Announcement, Delegation, MedicalRecord, Prescription, StockItem, User
from ..queries import (
    access_log,
    access_requests,
    among,
    announcements,
    delegations,
    medical_records,
    prescriptions,
    stock,
    users,
)
from .fragment import FIND
from .journal import EVENTS


def _rows(reads, table):
    return lambda viewer, ids: among(reads.visible_to(viewer), table.id, ids)


SEVERAL = {
    "announcement": _rows(announcements, Announcement),
    "access_request": _rows(access_requests, AccessRequest),
    "delegation": _rows(delegations, Delegation),
    "medical_record": _rows(medical_records, MedicalRecord),
    "prescription": _rows(prescriptions, Prescription),
    "stock_item": _rows(stock, StockItem),
    "user": _rows(users, User),
    "access_log_line": access_log.several,
}  # what facts are about, read with one query for all of them: the same rows as FIND, one by one


class Sight:
    """One reader, and what was found for them so far."""

    def __init__(self, viewer):
        self.viewer = viewer
        self._found: dict = {}
        self._people: dict = {}
        self._followed: set | None = None

    def hears(self, event):
        """May the reader hear of this fact's patient now? A patient hears of themselves, and of those they follow."""
        if self.viewer.role != Role.PATIENT or event.personal or event.patient_id in (None, self.viewer.id):
            return True
        if self._followed is None:
            self._followed = delegations.followed_ids(self.viewer)
        return event.patient_id in self._followed

    def find(self, noun, id):
        """Return the thing as the reader may see it, or None: not now, or of no kind that is ever seen."""
        if noun not in FIND:
            return None
        key = FIND[noun], id
        if key not in self._found:
            try:
                self._found[key] = FIND[noun](self.viewer, id)
            except NotFound:
                self._found[key] = None
        return self._found[key]

    def person(self, id):
        """Return whoever acted, by id and name, whether or not the reader may see their account."""
        if id is not None and id not in self._people:
            self._people[id] = None
            self._people |= users.names([id])
        return self._people.get(id)

    def keep(self, noun, id, thing):
        """Take `thing`, which was found on the way, for what `find` would return."""
        self._found[FIND[noun], id] = thing

    def has_found(self, fact):
        """Was what this fact is about looked for already?"""
        return all((FIND[noun], id) in self._found for noun, id in _about(fact, self.viewer))

    def look_ahead(self, facts):
        """Find at once what `facts` are about and who acted: a query a noun instead of one a thing."""
        wanted: dict[str, set] = {}
        for fact in facts:
            for noun, id in _about(fact, self.viewer):
                wanted.setdefault(noun, set()).add(id)
        for noun, ids in wanted.items():
            seen = SEVERAL[noun](self.viewer, ids)
            self._found |= {(FIND[noun], id): seen.get(id) for id in ids}
        self._people |= users.names({fact.actor_id for fact in facts} - {None})


def _about(fact, viewer):
    """Yield the (noun, id) of what can be found together."""
    kind = EVENTS.get(fact.name)
    if kind and kind.subject in SEVERAL:
        yield kind.subject, fact.subject_id
    logged = kind and (kind.in_access_log or (kind.decides and fact.payload.get("on_behalf_of")))
    if logged and fact.patient_id and viewer.role == Role.PATIENT:
        yield "access_log_line", fact.id
