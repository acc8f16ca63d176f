"""CORS: pages of the configured origins may call the API, with a token, never with this browser's cookies."""

from flask import Response, current_app, request

from .problems import is_of_api

DAY = 86_400
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": str(DAY),
}


def init_app(app):
    """Answer preflights, and let the configured origins read answers."""
    app.before_request(_preflight)
    app.after_request(_let_read)


def _preflight():
    if is_of_api() and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response = Response(status=204, headers=ALLOWED if _is_allowed() else None)
        del response.headers["Content-Type"]
        return response
    return None


def _is_allowed():
    return request.headers.get("Origin") in current_app.config["CORS_ORIGINS"]


def _let_read(response):
    if is_of_api():
        response.vary.add("Origin")
        if _is_allowed():
            response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
