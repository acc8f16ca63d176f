"""The notification centre: what a person was told, and what they have read of it."""

from flask import Blueprint, render_template, request

from ..queries import notifications
from .guards import viewer

blueprint = Blueprint("notifications", __name__, url_prefix="/notifications")


@blueprint.get("", strict_slashes=False)
def centre():
    """Show notifications, newest first, filtered by `unread` or `family`."""
    family = request.args.get("family") if request.args.get("family") in notifications.FAMILIES else None
    unread = request.args.get("unread") == "1"
    rows, following = notifications.listed(viewer(), unread=unread, family=family, after=request.args.get("after", type=_id))
    shown = {"notifications": rows, "following": following, "family": family, "only_unread": unread}
    return render_template("notifications/centre.html", **shown)


def _id(text):
    from uuid import UUID

    return UUID(text)
