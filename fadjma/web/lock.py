"""The lock of a shared phone: its neutral screen, locking, opening. While a session is locked this is all it answers.

Nothing here says whose session it is.
"""

from flask import Blueprint, g, redirect, render_template, request

from ..commands import locks
from ..domain.errors import Unauthenticated, WrongPin
from .auth import gone
from .guards import viewer

blueprint = Blueprint("lock", __name__, url_prefix="/lock")
DONE = "", 204


@blueprint.get("", strict_slashes=False)
def screen():
    """Show the lock screen; where nothing is locked, there is nothing to see."""
    return render_template("lock/page.html") if g.locked else redirect("/")


@blueprint.post("", strict_slashes=False)
def lock():
    """Lock this device; its open pages lose their live connections within a second."""
    if not g.locked:
        actor = viewer()
        locks.lock_session(g.session_row.id, actor=actor)
    return DONE


@blueprint.post("/presence")
def presence():
    """Note that somebody is at the phone."""
    if viewer():
        locks.note_presence(g.session_row)
    return DONE


@blueprint.post("/opening")
def opening():
    """Open with the PIN; the fifth wrong one signs the device out."""
    if g.session_row is None:
        raise Unauthenticated("signed_out")
    try:
        locks.unlock(g.session_row, request.form.get("pin", ""))
    except WrongPin as refusal:
        return render_template("lock/_screen.html", left=refusal.left), 422
    except Unauthenticated:
        return gone()
    return "", 204, {"HX-Trigger": "unlocked"}
