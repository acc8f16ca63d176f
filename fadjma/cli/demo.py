"""`seed`: the demo clinic, the first time only."""

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import demo


@click.command("seed")
@with_appcontext
def seed():
    """Fill an empty database with the demo clinic."""
    if not demo.found():
        click.echo("There are accounts already: nothing was changed.")
        return
    click.echo("The demo clinic is open.")
    if current_app.config["COOKIES_SECURE"]:
        click.echo("Its passwords are public: suspend its accounts before anybody real signs in.", err=True)
