"""Failures of commands and of the server's start: one plain line on standard error, never a stack trace."""

import sys
import traceback
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from config import ROOT, SettingsError

from ..domain.errors import Invalid, Refusal

UNMIGRATED = ("no such table", "UndefinedTable", "does not exist")


class Failure(click.ClickException):
    """A command could not do what it is for; its message is the line to print."""

    def show(self, file=None):
        say(None, self, None)


def say(_kind, error, _trace):
    """Say in one line what went wrong; made to be `sys.excepthook`."""
    click.echo(f"fadjma: {in_one_line(error)}", err=True)


def or_say(function):
    """Return what `function` returns; where the settings forbid it, say so and end the process."""
    try:
        return function()
    except SettingsError as error:
        say(None, error, None)
        sys.exit(1)


def in_one_line(error):
    """Return what went wrong in one line: what to do where that is known, else where in the code it was."""
    if isinstance(error, Invalid):
        return "; ".join(f"{field}: {_words(code)}" for field, code in error.errors.items())
    if isinstance(error, Refusal):
        return _words(error.code)
    if isinstance(error, DBAPIError):
        return _of_database(error.orig)
    if isinstance(error, Failure | SettingsError | OSError):
        return _first_line(error)
    return f"{type(error).__name__} at {_place(error)}: {_first_line(error)}"


def _of_database(error):
    line = _first_line(error)
    if any(sign in f"{type(error).__name__} {line}" for sign in UNMIGRATED):
        return "the database lacks tables: run `flask --app wsgi db upgrade` first."
    return f"the database does not answer: {line}"


def _place(error):
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "fadjma")] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"


def _first_line(error):
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _words(code):
    return code.replace("_", " ")
