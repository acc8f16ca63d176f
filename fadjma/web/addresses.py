"""Addresses: paths alone, by full endpoint name, the same within a request and outside one.

Flask's own `url_for` raises outside a request, or answers absolute addresses: what the pump renders would then differ
from what a reload shows.
"""

from functools import cache

from flask import current_app


def init_app(app):
    """Make `url_for` in templates the path-only one."""
    adapter = app.url_map.bind("")
    fixed = cache(adapter.build)  # a page names a dozen addresses that hold no value: the same for ever

    def path_for(endpoint, *, _anchor=None, **values):
        """Return the path of `endpoint`."""
        said = {name: value for name, value in values.items() if value is not None}
        path = adapter.build(endpoint, said) if said else fixed(endpoint)
        return f"{path}#{_anchor}" if _anchor else path

    app.jinja_env.globals["url_for"] = path_for
    app.extensions["path_for"] = path_for


def go_to(endpoint, **values):
    """Return the answer to an act that succeeded: the browser goes to another page."""
    return "", 204, {"HX-Redirect": path_for(endpoint, **values)}


def path_for(endpoint, **values):
    """Return the path of `endpoint`."""
    return current_app.extensions["path_for"](endpoint, **values)
