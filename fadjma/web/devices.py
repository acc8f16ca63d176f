"""Devices: what a browser says of itself, as the names their owner knows them by."""

# The first that is found: most browsers also name those they descend from.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def device_names(agent):
    """Return (browser, system) of a User-Agent; None for what it does not say."""
    return _first(BROWSERS, agent), _first(SYSTEMS, agent)


def _first(names, agent):
    return next((name for mark, name in names.items() if mark in agent), None)


def init_app(app):
    """Give templates `{% set browser, system = device.device|device_names %}`."""
    app.jinja_env.filters["device_names"] = device_names
