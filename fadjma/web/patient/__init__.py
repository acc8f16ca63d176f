"""The pages of the patient."""

from flask import Blueprint

blueprint = Blueprint("patient", __name__)

from . import (  # noqa: E402,F401  (their routes)
    access_log,
    access_requests,
    attachments,
    dashboard,
    emergencies,
    exports,
    medical_records,
    people,
    prescriptions,
    printing,
    readings,
    requests,
    vital_signs,
)
