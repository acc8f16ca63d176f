"""The frame: one fact as one reader may know it now, in the form the contract gives it."""

import logging
from uuid import UUID

from . import fragment
from .journal import revive
from .message import WITH_THING, attributed, message, void
from .sight import Sight

log = logging.getLogger(__name__)


def frame(entry, sight):
    """Return (event name, frame) of a journal entry for the reader of `sight`; None: for somebody who may see nothing.

    What they may not see now is void; so is what breaks.
    """
    fact, event = entry.fact, entry.event
    envelope = {"stream": entry.stream, "seq": entry.seq, "event_id": str(fact.id)}
    try:
        if sight is None or not _may_see(event, sight):
            return event.wire, envelope | {"void": True, "swaps": _leaving(event, sight)}
        return event.wire, envelope | _content(entry, sight)
    except Exception:
        log.exception("fact %s of %s cannot be told", fact.id, entry.stream)
        return event.wire, envelope | {"void": True, "swaps": []}


def notifies(entry, viewer_id):
    """Is this entry a notification to this person? Nobody is notified of what they did themselves."""
    return entry.loud and entry.fact.actor_id != viewer_id


def _may_see(event, sight):
    if not sight.hears(event):
        return False
    return event.subject not in WITH_THING or sight.find(event.subject, event.subject_id) is not None


def _leaving(event, sight):
    if sight is None:
        return []
    return [swap for swap in fragment.swaps(event, None, sight, notifies=False) if not swap["html"]]


def _content(entry, sight):
    fact, event, loud = entry.fact, entry.event, notifies(entry, sight.viewer.id)
    said = _message(fact, event, sight)
    if loud and (notification := sight.find("notification", fact.id)):
        sight.keep("notification", fact.id, notification.saying(said))
    return {
        "type": event.wire,
        "title": said.title,
        "message": said.message,
        "level": said.level,
        "url": said.url,
        "notify": loud,
        "data": {name: str(value) if isinstance(value, UUID) else value for name, value in event.data().items()},
        "swaps": fragment.swaps(event, fact, sight, notifies=loud),
        "timestamp": fact.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def message_of(notification, viewer):
    """Return the Message of a notification as its reader may see it now."""
    return notification.said or _said(notification.fact, Sight(viewer))


def with_messages(notifications, viewer):
    """Return the notifications of a list with what each says: what they are about is found for all at once."""
    sight = Sight(viewer)
    sight.look_ahead([notification.fact for notification in notifications])
    return [notification.saying(_said(notification.fact, sight)) for notification in notifications]


def _message(fact, event, sight):
    if not sight.hears(event):
        return void(sight.viewer)
    thing = sight.find(event.subject, fact.subject_id)
    said = message(fact, thing, sight.viewer, sight.person(fact.actor_id))
    return said if thing is None and event.subject in WITH_THING else attributed(said, event, sight)


def _said(fact, sight):
    """Return the Message of a fact; of one that breaks, that it cannot be told: the others are there to be read."""
    try:
        return _message(fact, revive(fact), sight)
    except Exception:
        log.exception("fact %s cannot be told", fact.id)
        return void(sight.viewer)
