"""A person's own account: who they are, their devices, their language, their password, the keys of their pages."""

from flask import Blueprint, current_app, g, redirect, render_template, request

from ..commands import accounts, languages, locks, sessions
from ..commands import shortcuts as keys
from ..domain.errors import Invalid
from ..models.types import utcnow
from ..queries import sessions as devices
from . import push_subscriptions
from .addresses import go_to
from .answers import the_form_again
from .guards import viewer
from .labels import field_errors
from .languages import keep

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("", strict_slashes=False)
def page():
    """Show the account."""
    security = _security()
    return render_template("account/page.html", signal=push_subscriptions.standing(), **security)


@blueprint.get("/waiting")
def waiting():
    """Show a professional that the clinic has not verified them yet."""
    return redirect("/") if viewer().is_active else render_template("account/waiting.html")


@blueprint.post("/sessions/<uuid:id>/end")
def end_session(id):
    """Sign one device out; its open pages end within a second."""
    ended = sessions.end_session(id, reason="ended_elsewhere", actor=viewer())
    return render_template("account/_device.html", device=ended, here=g.session_row.id)


@blueprint.post("/password")
def change_password():
    """Take a new password, once the old one is proved; the other devices are signed out."""
    form, actor = request.form, viewer()
    proof = {"session_id": g.session_row.id, "address": request.remote_addr or "", "actor": actor}
    try:
        accounts.change_password(form.get("current_password", ""), form.get("password", ""), **proof)
    except Invalid as refusal:
        return render_template("account/_security.html", **_security(errors=field_errors(refusal))), 422
    return render_template("account/_security.html", **_security(changed=True))


@blueprint.post("/shortcuts")
def shortcuts():
    """Turn the keys on or off, on all the person's devices; this page begins anew with them or without."""
    keys.choose_shortcuts(request.form.get("shortcuts") == "on", actor=viewer())
    return "", 204, {"HX-Refresh": "true"}


@blueprint.post("/language")
def choose_language():
    """Read in another language from now on: this page again, and every other of theirs."""
    person = languages.choose_language(request.form.get("language", ""), actor=viewer())
    response = current_app.make_response(("", 204))
    response.headers["HX-Refresh"] = "true"
    keep(response, person.language)
    return response


@blueprint.post("/pin")
def set_pin():
    """Take a PIN for the phones of this account, and when they lock by themselves, once the password is proved."""
    form = request.form
    try:
        locks.set_pin(form.get("pin", ""), minutes=form.get("lock_minutes", 5, type=int), **_proof(form))
    except Invalid as refusal:
        return the_form_again("account/_pin.html", "pin-settings", errors=field_errors(refusal))
    return go_to("account.page")


@blueprint.post("/pin/removal")
def remove_pin():
    """Do without a PIN, once the password is proved."""
    try:
        locks.remove_pin(**_proof(request.form))
    except Invalid as refusal:
        return the_form_again("account/_pin.html", "pin-settings", errors=field_errors(refusal))
    return go_to("account.page")


def _proof(form):
    return {"password": form.get("password", ""), "address": request.remote_addr or "", "actor": viewer()}


def _security(*, errors=None, changed=False):
    return {"devices": devices.of(viewer(), utcnow()), "here": g.session_row.id, "errors": errors or {}, "changed": changed}
