"""HTTP for programs: JSON under /api/v1, over the same commands as the pages; one noun a file."""

from . import cors, problems
from .endpoint import blueprint


def init_app(app):
    """Register the API on `app`."""
    from . import (  # noqa: F401  (they declare their endpoints)
        access_log,
        access_requests,
        admin,
        attachments,
        delegations,
        dispensing,
        duties,
        emergencies,
        lines,
        me,
        medical_records,
        medications,
        notifications,
        openapi,
        patients,
        pharmacies,
        prescriptions,
        readings,
        requests,
        sessions,
        stock,
    )

    cors.init_app(app)
    problems.init_app(app)
    app.register_blueprint(blueprint)
