"""Origins of forms that come before any session: the log-in and the registration have no CSRF value to show yet."""

from ..domain.errors import Forbidden
from ..realtime.origin import is_this_site


def same_site(request):
    """Refuse a form that another site's page sent."""
    origin = request.headers.get("Origin")
    if origin is not None and not is_this_site(origin, request):
        raise Forbidden("origin")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise Forbidden("origin")
