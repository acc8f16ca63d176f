"""The form of an ordonnance: its lines as they were typed, however many, and what they say."""

import re

from ...domain import posology
from ...domain.signing import VALID_DAYS, Line
from ...models.types import utcnow
from ...queries import pharmacies
from ..inputs import identifier

FIELD = re.compile(r"lines\.(\d+)\.([\w.]+)")
TAKEN = tuple(f"posology.{moment}" for moment in posology.MOMENTS)
TYPED = ("medication", "dosage", "form", "quantity", "instructions", *TAKEN)
NEW = {"substitutable": "1"}  # a line nobody has touched yet


def shown(patient, form=None, lines=None, errors=None, checks=()):
    """Return what the form's template needs: for a new ordonnance, or with what was typed in `form` and found in it."""
    form = form if form is not None else {"valid_days": VALID_DAYS, "pharmacy_id": patient.preferred_pharmacy_id}
    return {
        "patient": patient,
        "form": form,
        "lines": lines or [NEW],
        "errors": errors or {},
        "pharmacy_options": [(row.id, f"{row.name}, {row.town}") for row in pharmacies.listed()],
        "checks": checks,
        "today": utcnow().date(),
    }


def lines_of(form):
    """Return the lines as they were typed, in their order: [{field: text}]."""
    lines: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        if found := FIELD.fullmatch(name):
            lines.setdefault(int(found[1]), {})[found[2]] = text
    return [lines[number] for number in sorted(lines)]


def filled(form):
    """Return the lines that something was typed in; the first, where nothing was typed in any."""
    lines = lines_of(form)
    return [line for line in lines if any(line.get(name, "").strip() for name in TYPED)] or lines[:1]


def changed(form):
    """Return the lines after the button that was pressed: « remove » with a line's number, or « add »."""
    lines = lines_of(form)
    without = form.get("remove", type=int)
    return [*lines, NEW] if without is None else [line for n, line in enumerate(lines) if n != without]


def typed(form):
    """Return the lines, pharmacy and validity of an ordonnance as the rules know them, and what answers the checks."""
    terms = {"pharmacy_id": identifier(form, "pharmacy_id"), "valid_days": _whole(form.get("valid_days"))}
    return terms | {"lines": [_line(line) for line in filled(form)]} | answered(form)


def answered(form):
    """Return the reason to prescribe in spite of the checks, and the marks of those on the page it was given on."""
    return {"override": form.get("override", ""), "seen": form.getlist("seen")}


def _line(line):
    words = {name: line.get(name, "") for name in ("medication", "dosage", "form", "instructions")}
    repeats = _whole(line["repeats"]) if line.get("repeats", "").strip() else 0
    taken = {moment: posology.amount(line.get(name, "")) for moment, name in zip(posology.MOMENTS, TAKEN, strict=True)}
    terms = {"quantity": _whole(line.get("quantity")), "substitutable": "substitutable" in line, "repeats": repeats}
    return Line(**words, **terms, posology=taken)


def taken(line):
    """Return the moments of a signed line as its form shows them."""
    return {f"posology.{moment}": posology.figure(amount) for moment, amount in (line.posology or {}).items()}


def _whole(text):
    """Return the whole number typed, or -1, which every rule refuses: a line has its errors all at once."""
    try:
        return int(text or "")
    except ValueError:
        return -1
