"""The pages of the doctor."""

from flask import Blueprint

blueprint = Blueprint("doctor", __name__)

from . import (  # noqa: E402,F401  (their routes)
    access_requests,
    attachments,
    dashboard,
    emergencies,
    medical_records,
    medications,
    patients,
    prescriptions,
    printing,
    readings,
    renewals,
    replacements,
    vital_signs,
)
