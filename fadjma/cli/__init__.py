"""Commands for whoever runs the clinic: `flask --app wsgi <command>`. `db` is Flask-Migrate's."""

from . import accounts, audit, backup, demo, presence


def init_app(app):
    """Register them on `app`."""
    for command in (accounts.create_admin, audit.group, backup.backup, backup.restore, demo.seed, presence.presence):
        app.cli.add_command(command)
