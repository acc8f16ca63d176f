"""The pages of the pharmacist."""

from flask import Blueprint, render_template

from ...domain.roles import Role

ROLE = Role.PHARMACIST
blueprint = Blueprint("pharmacist", __name__)


@blueprint.get("/")
def dashboard():
    """Show what needs the pharmacist now."""
    return render_template("pharmacist/dashboard.html")
