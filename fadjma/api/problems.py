"""Problems: every error of the API as `application/problem+json` (RFC 9457), in French, never a stack trace."""

import json

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from ..domain.errors import Invalid, Refusal
from ..extensions import db
from .endpoint import blueprint
from .labels import TITLES

CODES = {400: "not_json", 404: "not_found", 405: "no_such_method", 413: "too_large"}
NAMED = ("lines", "checks")  # what a refusal may name besides fields
MEDIA_TYPE = "application/problem+json"


def init_app(app):
    """Answer addresses under /api that do not exist: outside a blueprint the pages' own errors would."""
    app.before_request(_no_such_address)


def is_of_api():
    """Is this request for the API, whatever became of it?"""
    return request.path == "/api" or request.path.startswith("/api/")


def _no_such_address():
    error = request.routing_exception
    return http(error) if is_of_api() and error is not None and (error.code or 500) >= 400 else None


@blueprint.errorhandler(Refusal)
def refused(refusal):
    """Answer a refusal of the house."""
    db.session.rollback()
    headers = {"Retry-After": str(refusal.seconds)} if hasattr(refusal, "seconds") else {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    sentences = current_app.extensions["refusals"]
    more = {name: refusal.details[name] for name in NAMED if name in refusal.details}
    if isinstance(refusal, Invalid):
        more["errors"] = {name: sentences[code] for name, code in refusal.errors.items()}
    return problem(refusal.status, refusal.code, headers, **more)


@blueprint.errorhandler(HTTPException)
def http(error):
    """Answer an error of HTTP itself."""
    db.session.rollback()
    allowed = getattr(error, "valid_methods", None)
    return problem(error.code, CODES.get(error.code, "misunderstood"), {"Allow": ", ".join(allowed)} if allowed else {})


@blueprint.errorhandler(Exception)
def failed(error):
    """Answer what should not have happened, and log it."""
    db.session.rollback()
    current_app.logger.error("request failed", exc_info=error)
    return problem(500, "unexpected", {})


def problem(status, code, headers, **more):
    """Return the problem as an answer; its `type` names the code, so that programs need not read French."""
    said = {"type": f"urn:fadjma:problem:{code}", "title": TITLES.get(status, TITLES[400]), "status": status}
    said |= {"detail": current_app.extensions["refusals"][code], **more}
    return Response(json.dumps(said, default=str), status, headers, content_type=MEDIA_TYPE)
