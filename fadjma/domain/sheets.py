"""Sheets: lists that a clinic brings in as CSV, read whole or not at all, each bad line by its number."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .stock import medication_key

MOST_NAMED = 8  # bad lines named in one refusal: whoever mends them runs it again


class BadSheet(Exception):
    """Nothing of a sheet can be taken; the message says why in one line, in English."""


@dataclass(frozen=True)
class Sheet:
    """What a file holds: its rows, and where it says they come from ("" and None where it does not)."""

    rows: list[Any]
    source: str
    dated: date | None


def read(text: str, columns: dict[str, tuple[str, ...]], parse: Callable[[dict[str, str]], Any]) -> Sheet:
    """Return the Sheet in `text`; raise BadSheet naming every line that `parse` refuses with ValueError.

    `columns` are {field: the headers it may stand under, without case or accents}. Commas or semicolons part the
    fields; lines that begin with `#` say `source:` and `date:`, or nothing.
    """
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    said = _said(line for line in lines if line.startswith("#"))
    records = _records(["\n" if line.startswith("#") else line for line in lines])
    _, header = next(records, (0, []))
    places = _places(header, columns)
    rows, problems = [], []
    for number, record in records:
        try:
            if len(record) > len(header):
                raise ValueError("more fields than the header has")
            rows.append(parse({name: record[n].strip() if n < len(record) else "" for name, n in places.items()}))
        except ValueError as problem:
            problems.append(f"line {number}: {problem}")
    _refuse(problems + ([] if rows or problems else ["there is no line in it"]))
    return Sheet(rows, said.get("source", ""), _day(said.get("date")))


def only_once(numbered: Iterator[tuple[int, Any]]) -> None:
    """Raise BadSheet where two of the (number, key) pairs have the same key."""
    seen: dict[Any, int] = {}
    _refuse([f"row {n} repeats row {seen[key]}" for n, key in numbered if seen.setdefault(key, n) != n])


def _refuse(problems: list[str]) -> None:
    if problems:
        more = f"; and {len(problems) - MOST_NAMED} more" if len(problems) > MOST_NAMED else ""
        raise BadSheet("; ".join(problems[:MOST_NAMED]) + more)


def _said(comments: Iterator[str]) -> dict[str, str]:
    pairs = (line.lstrip("# ").partition(":") for line in comments)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadSheet(f"{text!r} is no date: write it as 2026-11-23") from None


def _records(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of its first line, fields) of every record that has something in it."""
    header = next(filter(str.strip, lines), "")
    reader = csv.reader(lines, delimiter=";" if header.count(";") > header.count(",") else ",", strict=True)
    while True:
        number = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadSheet(f"line {number}: {error}") from error
        if any(field.strip() for field in record):
            yield number, record


def _places(header: list[str], columns: dict[str, tuple[str, ...]]) -> dict[str, int]:
    named = {medication_key(name): n for n, name in enumerate(header)}
    found = {field: next((named[name] for name in names if name in named), None) for field, names in columns.items()}
    needed = next(iter(columns))  # the first column is the one no line can do without
    if found[needed] is None:
        raise BadSheet(f"its first line must name the columns: {', '.join(columns)}")
    return {field: place for field, place in found.items() if place is not None}
