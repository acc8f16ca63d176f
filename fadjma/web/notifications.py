"""The notification centre: what a person was told, and what they have read of it."""

import json
from itertools import islice
from uuid import UUID

from flask import Blueprint, make_response, render_template, request

from ..commands import notifications as acts
from ..domain.errors import NotFound, Refusal, Unauthenticated
from ..domain.notifications import OFFERED
from ..extensions import db, socketio
from ..languages import _
from ..models import User
from ..models.types import utcnow
from ..queries import notifications
from ..realtime.fragment import render
from ..realtime.frame import message_of, with_messages
from ..realtime.said import here
from .addresses import path_for
from .guards import viewer
from .inputs import wanted

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.app_template_global()
def unread_about(id):
    """Has the reader of this page anything unread about a thing?"""
    return bool(notifications.unread_ids(viewer(), about=id))


@blueprint.get("", strict_slashes=False)
def centre():
    """Show notifications by what they concern, newest first, filtered by `unread` or `family`."""
    return render_template("notifications/centre.html", **_asked_for(), counts=notifications.unread_counts(viewer()))


def _filters():
    return {
        "unread": 1 if wanted("unread") == "1" else None,
        "family": wanted("family", among=notifications.FAMILIES),
        "after": wanted("after", UUID),
    }


def _asked_for():
    filters = _filters()
    groups, following = notifications.grouped(viewer(), **filters)
    told = iter(with_messages([row for rows in groups for row in rows], viewer()))
    return {"groups": [list(islice(told, len(rows))) for rows in groups], "following": following, "filters": filters}


@blueprint.get("/filters")
def filters():
    """Answer the filters with how many are unread of each."""
    counts = notifications.unread_counts(viewer())
    return render_template("notifications/_filters.html", filters=_filters(), counts=counts)


@blueprint.get("/count")
def count():
    """Answer the badge alone."""
    return render_template("shared/_unread_count.html", unread=notifications.unread_count(viewer()))


@blueprint.post("/<uuid:id>/read")
def read(id):
    """Mark one as read, and what was said of its thing before; who opened it goes on to what it is about."""
    acts.read_notification(id, and_before=True, actor=viewer())
    notification = notifications.find(viewer(), id)
    answer = make_response(render("notification", notification, viewer()))
    if request.form.get("opened"):
        answer.headers["HX-Redirect"] = message_of(notification, viewer()).url
    return answer


@blueprint.post("/about/<uuid:id>/read")
def read_about(id):
    """Mark everything said of a thing as read: its page is open."""
    acts.read_notifications_about(id, actor=viewer())
    return "", 204


@blueprint.post("/read-all")
def read_all():
    """Mark everything as read; the page asked with its own filters gets its list again, and the offer to take it back."""
    acts.read_all_notifications(actor=viewer())
    answer = make_response(_list())
    if together := notifications.last_read_together(viewer(), utcnow()):
        url = path_for("notifications.unread_all", id=together, **_filters())
        words = {"message": _("Tout est marqué comme lu"), "act": _("Annuler"), "url": url}
        answer.headers["HX-Trigger"] = json.dumps({"undoable": words | {"seconds": OFFERED.seconds}})
    return answer


@blueprint.post("/read-all/<uuid:id>/reversal")
def unread_all(id):
    """Take back that all were read: those are unread again."""
    acts.unread_notifications(id, actor=viewer())
    return _list()


def _list():
    return render_template("notifications/_notifications.html", viewer=viewer(), **_asked_for())


@socketio.on("notification_read")
def read_by_socket(body=None):
    """Mark one as read for a client that has only its connection; its person's other devices hear of it."""
    try:
        if (connection := here()) is None:
            raise Unauthenticated("unauthenticated")
        acts.read_notification(_id_in(body), actor=db.session.get(User, connection.user_id))
    except Refusal as refusal:
        return {"ok": False, "code": refusal.code}
    finally:
        db.session.rollback()
    return {"ok": True}


def _id_in(body):
    try:
        return UUID(body["id"])
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise NotFound from error
