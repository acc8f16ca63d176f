"""The pages of the pharmacist."""

from flask import Blueprint, render_template

blueprint = Blueprint("pharmacist", __name__)


@blueprint.get("/")
def dashboard():
    """Show what needs the pharmacist now."""
    return render_template("pharmacist/dashboard.html")
