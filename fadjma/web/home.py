"""Home: to the reader's dashboard, or to the log-in."""

from flask import Blueprint, g, redirect

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home():
    """Send everyone where they belong."""
    return redirect(f"/{g.viewer.role}/" if g.viewer else "/login")
