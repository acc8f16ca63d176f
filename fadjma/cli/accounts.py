"""`create-admin`: the first admin, and any other, made by whoever holds the machine."""

import click
from flask.cli import with_appcontext

from ..commands.accounts import appoint_admin
from ..commands.passwords import hash_password


@click.command("create-admin")
@click.option("--name", prompt="Full name", help="The admin's full name.")
@click.option("--email", default="", help="E-mail to sign in with.")
@click.option("--phone", default="", help="Phone to sign in with, as +221…; one of the two is needed.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given.")
@with_appcontext
def create_admin(name, email, phone, password):
    """Make an admin's account, active at once."""
    if not email and not phone:
        email = click.prompt("E-mail")
    admin = appoint_admin(name=name, email=email, phone=phone, password_hash=hash_password(password))
    click.echo(f"{admin.name} may sign in with {admin.email or admin.phone}.")
