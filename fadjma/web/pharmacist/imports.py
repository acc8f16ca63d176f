"""A delivery note as a CSV: every line of it comes in, or none."""

from flask import render_template, request

from ...commands.stock import import_stock
from ...domain.errors import Invalid
from ...languages import gettext as _
from ..addresses import go_to
from ..answers import the_form_again
from ..guards import viewer
from ..labels import RECEIPT_COLUMNS, REFUSALS
from . import blueprint

MOST_BYTES = 1024 * 1024


@blueprint.get("/stock/imports")
def stock_import():
    """Show the form, and what the file must look like."""
    viewer()
    return render_template("pharmacist/stock_import.html", problems=[])


@blueprint.post("/stock/imports")
def import_receipts():
    """Take the file in; where something is wrong with it, say at which lines. The chosen file stays chosen."""
    request.max_content_length = MOST_BYTES
    try:
        import_stock(_text(request.files.get("csv")), actor=viewer())
    except Invalid as refusal:
        shown = {"problems": [_said(name, code) for name, code in refusal.errors.items()]}
        return the_form_again("pharmacist/_import_problems.html", "import_problems", **shown)
    return go_to("pharmacist.stock")


def _text(file):
    """Return what a file says: UTF-8, or as an old spreadsheet writes it."""
    raw = file.read() if file else b""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise Invalid(csv="not_csv")
    return text


def _said(name, code):
    """Return (where, what) of one problem: « Ligne 7, quantité », « Ce champ est nécessaire. »."""
    group, *rest = name.split(".")
    if group == "lines":
        return _("Ligne %(number)s, %(column)s", number=rest[0], column=RECEIPT_COLUMNS[rest[1]]), REFUSALS[code]
    where = _("Colonne %(column)s", column=RECEIPT_COLUMNS[rest[0]]) if group == "columns" else _("Fichier")
    return where, REFUSALS[code]
