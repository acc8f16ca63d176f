"""Proxies: as many hops as FADJMA_TRUSTED_PROXIES says are believed about who asks, and by which address."""

from werkzeug.middleware.proxy_fix import ProxyFix

# What a proxy adds to a request it passes on: a request that bears one of these did not come straight to us.
FORWARDING = ("x-forwarded", "forwarded", "x-real-ip", "x-client-ip", "via", "cf-connecting-ip", "true-client-ip")


def init_app(app):
    """Put the trusted hops around everything else, Socket.IO included."""
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


def came_straight(request):
    """Did this request come from a program on this machine, and through no proxy?"""
    passed_on = any(name.lower().startswith(FORWARDING) for name, _ in request.headers)
    return not passed_on and request.environ.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "::ffff:127.0.0.1")
