"""A thing and its reader make html: rendered from the row as it is now, by the same templates as the page."""

from flask import current_app
from jinja2 import TemplateNotFound
from markupsafe import Markup

from ..domain.roles import Role
from ..queries import (
    access_log,
    access_requests,
    announcements,
    delegations,
    medical_records,
    notifications,
    prescriptions,
    readings,
    stock,
    users,
)
from ..queries.cards import Reader
from ..queries.cards.prescriptions import card as prescription_card

FIND = {
    "announcement": announcements.find,
    "access_request": access_requests.find,
    "delegation": delegations.find,
    "following": delegations.find_followed,
    "access_request_detail": access_requests.find,
    "medical_record": medical_records.find,
    "medical_record_detail": medical_records.find,
    "prescription": prescriptions.find,
    "prescription_detail": prescriptions.find,
    "stock_item": stock.find,
    "user": users.find,
    "notification": notifications.find,
    "access_log_line": access_log.find,
    "patient_file": access_requests.find_file,
    "reading": readings.find,
}
CARDS = {"prescription": prescription_card}  # a row and its reader make a card; dashboards read theirs as columns
ONLY_LEAVES = frozenset({"patient_file"})  # opening a file is a recorded read: nothing but its removal is ever pushed


def swap(noun, id, sight):
    """Return the swap of one thing as its reader sees it: html "" once they may not, None if their pages never show it."""
    if noun not in ONLY_LEAVES and not _template(noun, sight.viewer):
        return None
    thing = sight.find(noun, id)
    if thing is None:
        return {"target": f"{noun}_{id}", "list": f"{noun}s", "html": ""}
    if noun in ONLY_LEAVES:
        return None
    swap = {"target": f"{noun}_{id}", "list": f"{noun}s", "html": render(noun, thing, sight.viewer)}
    if _is_of_one_person(noun, thing, sight.viewer):
        swap["of"] = f"patient_{thing.patient_id}"
    return swap


def _is_of_one_person(noun, thing, viewer):
    """Does it join lists about its patient alone? Entries of a file do, and all that is of whom the viewer follows."""
    if viewer.role != Role.PATIENT or noun in ("delegation", "following"):
        return noun == "medical_record"
    return noun == "medical_record" or getattr(thing, "patient_id", viewer.id) != viewer.id


def render(noun, thing, viewer):
    """Return the html of `thing` for `viewer`, in the language spoken: what the page and the socket both show.

    It is given these two and nothing of the page around it, which would be fetched anew for each of thirty cards. Where it
    has cards, it is given one, and a Reader: the same values make the same html, which is kept.
    """
    if noun not in CARDS:
        return _rendered(noun, viewer, thing)
    return current_app.extensions["memo"].html(noun, Reader.of(viewer), CARDS[noun](thing, viewer), _rendered)


def render_all(noun, things, viewer):
    """Return `render` of each thing of a list that has cards, as markup: their reader is the same for all."""
    html, reader, card = current_app.extensions["memo"].html, Reader.of(viewer), CARDS[noun]
    return Markup("\n").join([Markup(html(noun, reader, card(thing, viewer), _rendered)) for thing in things])


def _rendered(noun, viewer, thing):
    template = current_app.jinja_env.get_template(_template(noun, viewer))
    return template.render({noun.removesuffix("_detail"): thing, "viewer": viewer}).strip()


def render_safe(noun, thing, viewer):
    """Return `render` as markup: how a page includes a thing, so that page and pump are one."""
    return Markup(render(noun, thing, viewer))


def _template(noun, viewer):
    """Return the name of the template that shows `noun` to the role of `viewer`, or None."""
    known = current_app.extensions.setdefault("fragments", {})  # a name that is not there is looked for in every folder
    key = noun, viewer.role
    if key not in known:
        known[key] = _looked_up(noun, viewer.role)
    return known[key]


def _looked_up(noun, role):
    for folder in (role, "shared"):
        try:
            return current_app.jinja_env.get_template(f"{folder}/_{noun}.html").name
        except TemplateNotFound:
            continue
    return None


def swaps(event, fact, sight, *, notifies):
    """Return every swap that `event` makes on the pages of its reader; with `notifies`, its row in their centre too."""
    things, viewer = event.things(), sight.viewer
    if fact is not None and event.is_logged and viewer.role == Role.PATIENT:
        things = [*things, ("access_log_line", fact.id)]
    if notifies:
        things = [*things, ("notification", fact.id)]
    made = [made for noun, id in things if (made := swap(noun, id, sight))]
    if event.joins and event.subject == "prescription" and viewer.role == Role.DOCTOR:
        made += [made[0] | {"of": f"patient_{event.patient_id}"}]  # the list in the patient's file, beside the doctor's own
    return made
