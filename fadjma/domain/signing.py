"""What a doctor may sign: the lines of a new ordonnance, what each field may hold, and for how long it is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from . import posology
from .errors import Invalid
from .prescriptions import REASON_LENGTH

VALID_DAYS = 90  # unless the doctor says less
MOST_LINES = 30
MOST_QUANTITY = 10_000  # dispensing units a line
MOST_REPEATS = 12
LENGTHS = {"medication": 120, "form": 60, "dosage": 120, "instructions": 500}


@dataclass(frozen=True)
class Line:
    """One medication of a new ordonnance; `quantity` in dispensing units, `dosage` is the strength."""

    medication: str
    dosage: str
    quantity: int
    form: str = ""
    instructions: str = ""
    substitutable: bool = True
    repeats: int = 0
    posology: Mapping[str, float] | None = None


def line_problems(line):
    """Return {field: code} of what is wrong with one line."""
    problems = {name: "required" for name in ("medication", "dosage") if not getattr(line, name).strip()}
    problems |= {name: "too_long" for name, most in LENGTHS.items() if len(getattr(line, name)) > most}
    if not 1 <= line.quantity <= MOST_QUANTITY:
        problems["quantity"] = "quantity_out_of_range"
    if not 0 <= line.repeats <= MOST_REPEATS:
        problems["repeats"] = "repeats_out_of_range"
    return problems | posology.problems(line.posology)


def check(*, lines, valid_days, override=""):
    """Raise Invalid unless there is at least one line, every line is complete and validity is 1–90 days.

    The errors of line n are named `lines.n.<field>`, n from 0.
    """
    errors = {f"lines.{n}.{field}": code for n, line in enumerate(lines) for field, code in line_problems(line).items()}
    if not lines:
        errors["lines"] = "at_least_one_line"
    if len(lines) > MOST_LINES:
        errors["lines"] = "too_many_lines"
    if not 1 <= valid_days <= VALID_DAYS:
        errors["valid_days"] = "valid_days_out_of_range"
    if len(override) > REASON_LENGTH:
        errors["override"] = "too_long"
    if errors:
        raise Invalid(**errors)


def until(issued_at, days):
    """Return the moment an ordonnance of `days` days ends."""
    return issued_at + timedelta(days=days)
