"""A person's own account: who they are, their devices, their password."""

from flask import Blueprint, render_template

from .guards import viewer

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("", strict_slashes=False)
def page():
    """Show the account."""
    viewer()
    return render_template("account/page.html")
