"""Health: is the process alive, can it serve, and its metrics."""

import hmac

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy import text

from ..extensions import db
from .proxies import came_straight

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive():
    """The process answers."""
    return Response("ok\n", content_type="text/plain")


@blueprint.get("/readyz")
def ready():
    """The process can serve: it is not draining and the database answers."""
    if current_app.extensions.get("draining"):
        return Response("draining\n", 503, content_type="text/plain")
    try:
        db.session.execute(text("SELECT 1"))
    except Exception:
        current_app.logger.exception("the database does not answer")
        return Response("database\n", 503, content_type="text/plain")
    return Response("ok\n", content_type="text/plain")


@blueprint.get("/metrics")
def metrics():
    """Prometheus text, for whoever shows the token, or asks from this machine without a proxy."""
    token = current_app.config["METRICS_TOKEN"]
    shown = request.headers.get("Authorization", "")
    proven = token is not None and hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    if not (proven or came_straight(request)):
        abort(404)
    return Response(current_app.extensions["metrics"].text(), content_type="text/plain; version=0.0.4; charset=utf-8")
