"""Commands for whoever runs the clinic: `flask --app wsgi <command>`."""


def init_app(app):
    """Register them on `app`."""
