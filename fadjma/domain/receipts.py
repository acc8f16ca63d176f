"""A list of receipts as CSV: what each of its lines says, and what is wrong with it, by its number in the file.

Read as spreadsheets of the country write it: commas, semicolons or tabs; dates as 2027-03-31 or 31/03/2027.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from .errors import Invalid
from .stock import check_receipt, medication_key

MOST_LINES = 2_000
MOST_ERRORS = 50
COLUMNS = {
    "medication": ("medication", "medicament", "dci"),
    "lot": ("lot", "numero de lot"),
    "expires_on": ("expires on", "expire le", "peremption", "date de peremption"),
    "quantity": ("quantity", "quantite", "unites"),
    "threshold": ("threshold", "seuil", "seuil d alerte"),
}
NEEDED = ("medication", "lot", "expires_on", "quantity")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class Receipt:
    """Units of a lot that came in; `threshold` is the medication's from now on, where one is given."""

    medication: str
    lot: str
    expires_on: date
    quantity: int
    threshold: int | None = None
    number: int = 1  # its line in the file


def read(text, *, today):
    """Return the Receipts of a CSV with a line of headings; raise Invalid naming every bad line, the first being 1."""
    rows = _rows(text)
    if not rows:
        raise Invalid(csv="required")
    places = _places(rows[0][1])
    if missing := [name for name in NEEDED if name not in places]:
        raise Invalid(csv="columns_missing", **{f"columns.{name}": "required" for name in missing})
    body = [(number, cells) for number, cells in rows[1:] if any(cell.strip() for cell in cells)]
    if not body:
        raise Invalid(csv="no_lines")
    if len(body) > MOST_LINES:
        raise Invalid(csv="too_many_receipts")
    return _receipts(body, places, today)


def _rows(text):
    """Return [(number in the file, cells)]. Raise Invalid where it is no CSV."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise Invalid(csv="not_csv") from error


def _places(headings):
    """Return {field: its column}."""
    known = {word: name for name, words in COLUMNS.items() for word in words}
    keys = [_words_of(heading) for heading in headings]
    return {known[key]: place for place, key in enumerate(keys) if key in known}


def _words_of(heading):
    """Return the words of a heading as they are matched: letters and digits, without case or accents."""
    return medication_key("".join(letter if letter.isalnum() else " " for letter in heading))


def _receipts(body, places, today):
    receipts, errors = [], dict[str, str]()
    for number, cells in body:
        try:
            receipts.append(Receipt(**_said(cells, places, today), number=number))
        except Invalid as wrong:
            errors |= {f"lines.{number}.{field}": code for field, code in wrong.errors.items()}
    if errors:
        raise Invalid(**dict(list(errors.items())[:MOST_ERRORS]))
    return receipts


def _said(cells, places, today):
    said = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    wrong: dict[str, str] = {}
    values = {"medication": said["medication"], "lot": said["lot"]}
    values["expires_on"] = _date(said["expires_on"], wrong)
    values |= {name: _whole(said.get(name, ""), name, wrong) for name in ("quantity", "threshold")}
    try:
        check_receipt(**values, today=today)
    except Invalid as more:
        wrong = more.errors | wrong
    if wrong:
        raise Invalid(**wrong)
    return values


def _date(text, wrong):
    for form in DATES if text else ():
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        wrong["expires_on"] = "not_a_date"
    return None


def _whole(text, name, wrong):
    """Return the whole number a cell says, spaces between its thousands aside; None where it says nothing."""
    digits = "".join(text.split())
    try:
        return int(digits) if digits else None
    except ValueError:
        wrong[name] = "not_a_number"
        return None
