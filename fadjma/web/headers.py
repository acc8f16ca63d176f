"""The headers of every answer: nothing inline, nothing framed, nothing personal kept by a cache."""

from flask import request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
CAMERA = {"pharmacist.dashboard", "pharmacist.paper"}  # pages that read an ordonnance's QR


def init_app(app):
    """Set them after every request."""

    @app.after_request
    def add(response):
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if request.endpoint == "static_file":  # no document: the rest would be a tenth of a phone's first load
            return response
        headers.setdefault("Content-Security-Policy", POLICY)  # a file that somebody sent in has a stricter one
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        camera = "(self)" if request.endpoint in CAMERA else "()"
        headers["Permissions-Policy"] = f"camera={camera}, geolocation=(), microphone=()"
        if request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        headers.setdefault("Cache-Control", "no-store")
        return response
