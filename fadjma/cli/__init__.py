"""Commands for whoever runs the clinic: `flask --app wsgi <command>`. `db` is Flask-Migrate's."""

from . import accounts, audit, backup, demo, imports, presence


def init_app(app):
    """Register them on `app`."""
    groups = (audit.group, imports.group)
    for command in (*groups, accounts.create_admin, backup.backup, backup.restore, demo.seed, presence.presence):
        app.cli.add_command(command)
