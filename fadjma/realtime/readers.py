"""Who reads: what sets one reader's frame of an entry apart from another's, and what each of them sees.

Good as long as one transaction reads, like the Sights it keeps.
"""

from datetime import UTC, datetime, timedelta

from ..queries import notifications, viewers
from ..queries.notifications import Notification
from .frame import notifies
from .sight import Sight

FRESH = timedelta(seconds=1)  # nobody has read yet what is as new as that
UNREAD, YOUNG = None, "young"  # how a person stands to a notification, or when they read it; young: their account is
AHEAD = 32  # facts whose things are found together


def differing(entries):
    """Return (ids, instant): who is one of these people, or came after that instant, may see the entries otherwise than all
    others of their role and language."""
    oldest = min(entry.fact.at for entry in entries)
    people = {id for entry in entries for id in (entry.fact.actor_id, entry.fact.subject_id) if id}
    if oldest <= datetime.now(UTC) - FRESH:
        people.update(notifications.have_read([entry.fact.id for entry in entries if entry.loud]))
    return people, oldest


class Readers:
    """The people behind some connections, while these entries are sent to them."""

    def __init__(self, connections, entries):
        self.connections, self.entries = connections, entries
        self._sights: dict = {}
        self._standings: tuple | None = None
        self._have_read: set = set()
        self._fresh = datetime.now(UTC) - FRESH
        self._named = {id.int for entry in entries for id in (entry.fact.actor_id, entry.fact.subject_id) if id}
        self._oldest = min((entry.fact.at for entry in entries), default=self._fresh)
        self._plain: dict[tuple[str, str], tuple] = {}

    def view(self, connection, entries):
        """Return what tells the frames of these entries apart: connections with the same get the same bytes."""
        if connection.user_id.int not in self._named and self._is_plain(connection):
            kind = connection.role, connection.language
            return self._plain.setdefault(kind, (*kind, ()))
        person, apart = connection.user_id, list[tuple]()
        for entry in entries:
            fact = entry.fact
            if person in (fact.actor_id, fact.subject_id):  # « votre compte » to one, « un compte » to the others
                apart.append((entry.seq, fact.actor_id == person, fact.subject_id == person))
            if (standing := self.standing(connection, entry)) is not UNREAD:
                apart.append((entry.seq, standing))
        return connection.role, connection.language, tuple(apart)

    def _is_plain(self, connection):
        """Is every one of the entries, where it is a notification, unread by this person?"""
        if connection.opened_at < self._oldest > self._fresh:
            return True
        young, _ = self._known()
        return connection.user_id not in young and connection.user_id not in self._have_read

    def _known(self):
        if self._standings is None:
            loud = [entry.fact.id for entry in self.entries if entry.loud]
            self._standings = notifications.standings({c.user_id for c in self.connections}, loud, self._oldest)
            self._have_read = {person for person, _ in self._standings[1]}
        return self._standings

    def standing(self, connection, entry):
        """Return UNREAD, YOUNG or when the person read this notification, if it is one to them."""
        at, person = entry.fact.at, connection.user_id
        if (at > self._fresh and at > connection.opened_at) or not notifies(entry, person):
            return UNREAD
        born, read = self._known()
        return YOUNG if person in born and at < born[person] else read.get((person, entry.fact.id), UNREAD)

    def is_open(self, connection):
        """May the person still see anything: is their account active?"""
        return self._sight(connection) is not None

    def sight(self, connection, entry):
        """Return what the person sees, with how they stand to this entry; None where their account is closed."""
        sight = self._sight(connection)
        if sight is not None:
            if not sight.has_found(entry.fact):
                at = self.entries.index(entry)
                if len(ahead := self.entries[at : at + AHEAD]) > 1:  # what one is about is found as it is asked for
                    sight.look_ahead([other.fact for other in ahead])
            if entry.loud:
                standing = self.standing(connection, entry)
                sight.keep("notification", entry.fact.id, None if standing == YOUNG else Notification(entry.fact, standing))
        return sight

    def _sight(self, connection):
        person = connection.user_id
        if person not in self._sights:
            viewer = viewers.get(person)
            self._sights[person] = Sight(viewer) if viewer is not None and viewer.is_active else None
        return self._sights[person]
