"""The signal of this device: turned on and off on the account page, for the session of the page and no other."""

from flask import Blueprint, current_app, g, render_template, request

from ..commands import push_subscriptions as acts
from ..queries import push_subscriptions
from .guards import viewer

blueprint = Blueprint("push_subscriptions", __name__, url_prefix="/account/push-subscription")


@blueprint.post("")
def subscribe():
    """Signal to this browser from now on, at the address it got from its push service."""
    actor = viewer()
    given = {name: request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    acts.subscribe_device(g.session_row.id, **given, actor=actor)
    return render_template("account/_signal.html", signal=standing())


@blueprint.post("/removal")
def unsubscribe():
    """Signal to it no more."""
    actor = viewer()
    acts.unsubscribe_device(g.session_row.id, actor=actor)
    return render_template("account/_signal.html", signal=standing())


def standing():
    """Return our public key and whether this device is signalled to; None where the clinic signals to nobody."""
    signals = current_app.extensions["signals"]
    if signals is None:
        return None
    return {"key": signals.postman.public_key, "on": push_subscriptions.is_subscribed(g.session_row.id)}
