"""Origins: which pages may open a connection. The library's own check believes too much, so this one is ours.

An Origin that is present must be this site or an allowed one. Cookie websockets and POSTs need one; a polling GET without
passes unless the browser says that it comes from another site.
"""

from flask import current_app
from werkzeug.wrappers import Request

from ..domain.errors import Forbidden


def allowed(origin, request):
    """Is `origin` this site itself, or one of FADJMA_CORS_ORIGINS?"""
    return origin in current_app.config["CORS_ORIGINS"] or is_this_site(origin, request)


def is_this_site(origin, request):
    """Does `origin` name the host this request came to? Compared whole: what is sent may be no address at all."""
    return origin in (f"http://{request.host}", f"https://{request.host}")


def engine_allows(origin, environ):
    """Answer the engine, which asks at every request that carries an Origin."""
    return allowed(origin, Request(environ))


def may_connect(request, *, by_cookie):
    """Refuse a handshake that another site's page makes with this browser's cookies."""
    origin = request.headers.get("Origin")
    if origin is not None:
        refused = not allowed(origin, request)
    else:
        from_page = by_cookie and request.args.get("transport") == "websocket"
        refused = from_page or request.headers.get("Sec-Fetch-Site") == "cross-site"
    if refused:
        raise Forbidden("origin")
