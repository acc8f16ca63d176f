"""The pages of the doctor."""

from flask import Blueprint

blueprint = Blueprint("doctor", __name__)

from . import access_requests, dashboard, medical_records, patients, prescriptions, renewals  # noqa: E402,F401  (their routes)
