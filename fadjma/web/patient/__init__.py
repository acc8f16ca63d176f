"""The pages of the patient."""

from flask import Blueprint

blueprint = Blueprint("patient", __name__)

from . import access_requests, dashboard  # noqa: E402,F401  (they add their routes to the blueprint)
