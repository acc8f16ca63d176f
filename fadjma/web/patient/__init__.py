"""The pages of the patient."""

from flask import Blueprint

blueprint = Blueprint("patient", __name__)

from . import access_log, access_requests, dashboard, medical_records, prescriptions, requests  # noqa: E402,F401  (their routes)
