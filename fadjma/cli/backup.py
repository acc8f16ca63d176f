"""`backup PATH` and `restore PATH`: the whole database in one file, and back."""

import click
from flask import current_app
from flask.cli import with_appcontext

from ..backup import back_up
from ..backup import restore as put_back
from ..backup.file import Damaged, Unfit
from ..realtime.journal import RAISE
from .failures import Failure


@click.command("backup")
@click.argument("path")
@with_appcontext
def backup(path):
    """Write the database to PATH while the clinic works on."""
    try:
        written = back_up(path)
    except Unfit as problem:
        raise Failure(str(problem)) from problem
    advice = "" if current_app.config["BACKUP_KEY"] else ": FADJMA_BACKUP_KEY is not set"
    click.echo(f"{path}: {written}{advice}.")


@click.command("restore")
@click.argument("path")
@click.option("--replace", is_flag=True, help="End the data that this database has.")
@click.option(
    "--raise", "raise_by", type=click.IntRange(RAISE), default=RAISE, show_default=True,
    help="How far above the backup's numbers every stream goes on; more, where the same file was restored elsewhere before.",
)  # fmt: skip
@with_appcontext
def restore(path, replace, raise_by):
    """Put the backup at PATH in the place of the database."""
    try:
        found = put_back(path, replace=replace, raise_by=raise_by)
    except (Damaged, Unfit) as problem:
        raise Failure(str(problem)) from problem
    click.echo(f"{path} is restored: {found}, and every page will be fetched again.")
