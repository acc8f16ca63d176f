"""HTTP for programs: JSON over the same commands."""


def init_app(app):
    """Register the API on `app`."""
