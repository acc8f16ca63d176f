"""`import medications FILE` and `import interactions FILE`: fuller lists than the ones that are shipped."""

from pathlib import Path

import click
from flask.cli import AppGroup

from ..commands.formulary import import_interactions, import_medications
from ..domain.interactions import read_table
from ..domain.medications import read_catalogue
from ..domain.sheets import BadSheet
from .failures import Failure

MOST_BYTES = 50 * 1024 * 1024
group = AppGroup("import", help="Bring in lists as CSV: all of a file, or nothing.")
replacing = click.option("--replace", is_flag=True, help="Leave out what there was before.")


@group.command("medications")
@click.argument("path", metavar="FILE")
@replacing
def medications(path, replace):
    """Extend the catalogue of medications, or replace it: name, form, strength, atc, aliases (parted by semicolons)."""
    sheet, source = _read(path, read_catalogue)
    import_medications(sheet.rows, source=source, dated=sheet.dated, replace=replace)
    click.echo(f"{path}: {_many(sheet.rows, 'medication')}, {_done(replace)}.")


@group.command("interactions")
@click.argument("path", metavar="FILE")
@replacing
def interactions(path, replace):
    """Extend the table of interactions, or replace it: first, second (ATC codes or names), severity, effect."""
    sheet, source = _read(path, read_table)
    import_interactions(sheet.rows, source=source, dated=sheet.dated, replace=replace)
    click.echo(f"{path}: {_many(sheet.rows, 'interaction')}, {_done(replace)}.")


def _read(path, reader):
    """Return the Sheet in a file and its source: what it says of itself, else its name."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise BadSheet(f"it has more than {MOST_BYTES} bytes")
        sheet = reader(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Failure(f"{path}: nothing was imported: it is not UTF-8 (byte {error.start}).") from error
    except BadSheet as error:
        raise Failure(f"{path}: nothing was imported: {error}.") from error
    return sheet, (sheet.source or Path(path).name)[:200]


def _many(rows, noun):
    return f"{len(rows)} {noun}{'s' if len(rows) > 1 else ''}"


def _done(replace):
    return "in the place of what there was" if replace else "besides what there was"
