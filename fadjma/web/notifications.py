"""The notification centre: what a person was told, and what they have read of it."""

from uuid import UUID

from flask import Blueprint, make_response, render_template, request

from ..commands import notifications as acts
from ..domain.errors import NotFound, Refusal, Unauthenticated
from ..extensions import db, socketio
from ..models import User
from ..queries import notifications
from ..realtime.connection import here
from ..realtime.fragment import render
from ..realtime.frame import message_of, with_messages
from .guards import viewer
from .inputs import wanted

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.get("", strict_slashes=False)
def centre():
    """Show notifications, newest first, filtered by `unread` or `family`."""
    return render_template("notifications/centre.html", **_asked_for())


def _asked_for():
    filters = {
        "unread": 1 if wanted("unread") == "1" else None,
        "family": wanted("family", among=notifications.FAMILIES),
        "after": wanted("after", UUID),
    }
    rows, following = notifications.listed(viewer(), **filters)
    return {"notifications": with_messages(rows, viewer()), "following": following, "filters": filters}


@blueprint.get("/count")
def count():
    """Answer the badge alone."""
    return render_template("shared/_unread_count.html", unread=notifications.unread_count(viewer()))


@blueprint.post("/<uuid:id>/read")
def read(id):
    """Mark one as read; who opened it goes on to what it is about."""
    acts.read_notification(id, actor=viewer())
    notification = notifications.find(viewer(), id)
    answer = make_response(render("notification", notification, viewer()))
    if request.form.get("opened"):
        answer.headers["HX-Redirect"] = message_of(notification, viewer()).url
    return answer


@blueprint.post("/read-all")
def read_all():
    """Mark everything as read; the page asked with its own filters gets its list again."""
    acts.read_all_notifications(actor=viewer())
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
