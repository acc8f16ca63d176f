"""The frame: one fact as one reader may know it now, in the form the contract gives it."""

import logging
from uuid import UUID

from ..domain.errors import NotFound
from . import fragment, journal
from .message import WITH_THING, message, void

log = logging.getLogger(__name__)


def frame(entry, viewer):
    """Return (event name, frame) of a journal entry for `viewer`. What they may not see now is void; so is what breaks."""
    fact = entry.fact
    event = journal.revive(fact)
    envelope = {"stream": entry.stream, "seq": entry.seq, "event_id": str(fact.id)}
    try:
        if viewer is None or not _may_see(event, viewer):
            return event.wire, envelope | {"void": True, "swaps": _leaving(event, viewer)}
        return event.wire, envelope | _content(event, entry, viewer)
    except Exception:
        log.exception("fact %s of %s cannot be told", fact.id, entry.stream)
        return event.wire, envelope | {"void": True, "swaps": []}


def notifies(entry, viewer):
    """Is this entry a notification to `viewer`? Nobody is notified of what they did themselves."""
    return entry.loud and entry.fact.actor_id != viewer.id


def _may_see(event, viewer):
    return event.subject not in WITH_THING or _thing(event, viewer) is not None


def _thing(event, viewer):
    if event.subject not in fragment.FIND:
        return None
    try:
        return fragment.FIND[event.subject](viewer, event.subject_id)
    except NotFound:
        return None


def _leaving(event, viewer):
    if viewer is None:
        return []
    return [swap for swap in fragment.swaps(event, None, viewer, notifies=False) if not swap["html"]]


def _content(event, entry, viewer):
    fact, loud = entry.fact, notifies(entry, viewer)
    said = message(fact, _thing(event, viewer), viewer)
    return {
        "type": event.wire,
        "title": said.title,
        "message": said.message,
        "level": said.level,
        "url": said.url,
        "notify": loud,
        "data": {name: str(value) if isinstance(value, UUID) else value for name, value in event.data().items()},
        "swaps": fragment.swaps(event, fact, viewer, notifies=loud),
        "timestamp": fact.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def message_of(notification, viewer):
    """Return the Message of a notification as its reader may see it now. One that breaks leaves the others to be read."""
    fact = notification.fact
    try:
        return message(fact, _thing(journal.revive(fact), viewer), viewer)
    except Exception:
        log.exception("fact %s cannot be told", fact.id)
        return void(viewer)
