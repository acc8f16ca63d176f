"""The pages of the admin."""

from flask import Blueprint, render_template

blueprint = Blueprint("admin", __name__)


@blueprint.get("/")
def dashboard():
    """Show what needs the admin now."""
    return render_template("admin/dashboard.html")
