"""The pharmacies de garde, for everybody: no account, no name of a patient, the same page for all and kept by caches."""

from flask import Blueprint, make_response, render_template

from ..models.types import utcnow
from ..queries import duties

FRESH = 300  # seconds a cache may show it: the roster changes by the day
blueprint = Blueprint("duties", __name__)


@blueprint.get("/pharmacies-de-garde")
def roster():
    """Show who is on duty now and tonight, and in the nights of the week to come."""
    now = utcnow()
    shown = {"tonight": duties.tonight(now), "coming": duties.coming(now), "asked_at": now}
    page = make_response(render_template("duties.html", viewer=None, **shown))
    page.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return page
