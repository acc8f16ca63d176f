"""The pages of the doctor."""

from flask import Blueprint

blueprint = Blueprint("doctor", __name__)

from . import access_requests, dashboard, patients  # noqa: E402,F401  (they add their routes to the blueprint)
