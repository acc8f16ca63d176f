"""`audit verify`: does the audit trail still say what was written?"""

import click
from flask.cli import AppGroup

from ..realtime import audit
from .failures import Failure

group = AppGroup("audit", help="The audit trail.")


@group.command("verify")
@click.option("--checkpoint", help="NUMBER:SEAL as an earlier run printed it: shows a tail that was cut off with its head.")
def verify(checkpoint):
    """Check every entry's seal; print a checkpoint to keep elsewhere, or name the first bad entry."""
    bad = audit.first_bad_entry(checkpoint=_parsed(checkpoint) if checkpoint else None)
    if bad is not None:
        raise Failure(f"the audit trail is broken: entry {bad} is the first bad one.")
    number, seal = audit.head()
    click.echo(f"The audit trail holds: {number} entries, checkpoint {number}:{seal}")


def _parsed(checkpoint):
    number, _, seal = checkpoint.partition(":")
    if not number.isdigit() or len(seal) != audit.SEAL_LENGTH:
        raise click.BadParameter("a checkpoint looks like 1234:0f3a…", param_hint="--checkpoint")
    return int(number), seal
