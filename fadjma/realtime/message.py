"""What a fact says: title, message, level and address, in the language spoken, from what they may see now.

The words are in `templates/messages/<fact>.txt`, which sets `level`, `title`, `message` and `url`. They never name a drug
or a record's title; on shared streams they name no one.
"""

from dataclasses import dataclass

from flask import current_app

from ..domain.roles import Role
from .journal import EVENTS


@dataclass(frozen=True)
class Message:
    """The words of one notification."""

    level: str
    title: str
    message: str
    url: str


def message(fact, thing, viewer, actor=None):
    """Return the Message of `fact` about `thing` (the row as `viewer` may see it; None: no longer) for `viewer`."""
    kind = EVENTS[fact.name]
    if thing is None and kind.subject in WITH_THING:
        return void(viewer)
    return _said(fact.name, {"data": fact.payload, kind.subject: thing, "viewer": viewer, "actor": actor, "at": fact.at})


def attributed(said, event, sight):
    """Return the Message `said` with whose it is, where that is somebody the reader follows, and who did it in whose place.

    Pharmacists are not told: before they claim an ordonnance they know no name.
    """
    viewer = sight.viewer
    followed = viewer.role == Role.PATIENT and event.patient_id not in (None, viewer.id) and not event.personal
    delegate = sight.person(event.actor_id) if event.on_behalf_of and viewer.role != Role.PHARMACIST else None
    if not followed and delegate is None:
        return said
    whose = {"viewer": viewer, "patient": sight.person(event.patient_id), "followed": followed, "delegate": delegate}
    return _said("Attribution", {"said": said} | whose)


def void(viewer):
    """Return the Message of what `viewer` may no longer see, or of what cannot be told."""
    return _said("Void", {"viewer": viewer})


def _said(name, known):
    told = current_app.jinja_env.get_template(template_of(name)).make_module(known)
    return Message(*(_line(getattr(told, part, "")) for part in ("level", "title", "message", "url")))


WITH_THING = frozenset({"access_request", "medical_record", "prescription", "stock_item", "announcement", "delegation"})


def template_of(name):
    """Return the template that holds the words of the fact called `name`."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return f"messages/{words.lstrip('_')}.txt"


def _line(text):
    return " ".join(str(text).split(" ")).strip()
