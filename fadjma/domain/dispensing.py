"""What leaves a pharmacy's counter: portions of lines, and lines that cannot be dispensed.

FHIR: MedicationDispense, with its substitution and its status reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from . import prescriptions as rules
from .errors import Conflict, Forbidden, Invalid, InvalidTransition
from .prescriptions import DISPENSING, LineStatus, Status, remaining
from .signing import MOST_LINES


class WhyNot(StrEnum):
    """Why a line is not dispensed."""

    OUT_OF_STOCK = "out_of_stock"
    REFUSED = "refused"
    UNSUITABLE = "unsuitable"


SUBSTITUTE_LENGTH = 120


@dataclass(frozen=True)
class Portion:
    """What is handed over of one line: `quantity` units, perhaps of a `substitute` and why.

    Zero units say that the line is not dispensed; `reason` is then a WhyNot.
    """

    line_id: UUID
    quantity: int
    substitute: str = ""
    reason: str = ""


def portions(prescription, asked=None):
    """Return [(line, Portion)] of what was `asked`, or of all that remains.

    Raises Invalid at `lines.n.<field>`, or Conflict where the doctor allows no substitute.
    """
    if asked is None:
        return _all_that_remains(prescription)
    if not asked:
        raise Invalid(lines="at_least_one_line")
    lines, seen, errors = {line.id: line for line in prescription.lines}, set[UUID](), dict[str, str]()
    for n, portion in enumerate(asked):
        wrong = _problems(lines.get(portion.line_id), portion, seen)
        errors |= {f"lines.{n}.{field}": code for field, code in wrong.items()}
        seen.add(portion.line_id)
    if errors:
        raise Invalid(**errors)
    chosen = [(lines[portion.line_id], portion) for portion in asked]
    forbidden = [line for line, portion in chosen if portion.substitute.strip() and not line.substitutable]
    if forbidden:
        raise Conflict("not_substitutable", lines=named(forbidden))
    return chosen


def _all_that_remains(prescription):
    if not any(remaining(line) or line.delivered for line in prescription.lines):
        raise Conflict("nothing_remains")
    return [(line, Portion(line.id, remaining(line))) for line in prescription.lines if remaining(line)]


def _problems(line, portion, seen):
    """Return {field: code} of what is wrong with one portion of `line`, None where the ordonnance has no such line."""
    if line is None:
        return {"line_id": "unknown_value"}
    if portion.line_id in seen:
        return {"line_id": "line_twice"}
    if not 0 <= portion.quantity <= remaining(line):
        return {"quantity": "more_than_remains" if portion.quantity > 0 else "quantity_out_of_range"}
    if not remaining(line):
        return {"line_id": "line_closed"}
    return _words(portion)


def _words(portion):
    if not portion.quantity:
        return {} if portion.reason in list(WhyNot) else {"reason": "why_not_needed"}
    if len(portion.substitute) > SUBSTITUTE_LENGTH:
        return {"substitute": "too_long"}
    if portion.substitute.strip() and not portion.reason.strip():
        return {"reason": "required"}
    return {"reason": "too_long"} if len(portion.reason) > rules.REASON_LENGTH else {}


def named(lines):
    """Return what a refusal tells of the lines it is about."""
    return [{"id": str(line.id), "medication": line.medication} for line in lines]


def not_dispense(prescription, line, reason, *, actor):
    """Return the WhyNot of a line that the claiming pharmacy cannot dispense. Frozen, it waits for the answer."""
    if not rules.holds(prescription, actor):
        raise Forbidden("only_the_claiming_pharmacy")
    if prescription.status not in DISPENSING:
        raise InvalidTransition(prescription.status, LineStatus.NOT_DISPENSED)
    if not remaining(line):
        raise Conflict("line_closed")
    if reason not in list(WhyNot):
        raise Invalid(reason="unknown_value")
    return WhyNot(reason)


def after_delivery(prescription, *, handed_over):
    """Return the status an ordonnance takes when its lines have been updated; its own where nothing becomes of it."""
    if any(map(remaining, prescription.lines)):
        stays = prescription.status == Status.PARTIALLY_DELIVERED or not handed_over
        return prescription.status if stays else rules.step(prescription, Status.PARTIALLY_DELIVERED)
    if any(line.delivered for line in prescription.lines):
        return rules.step(prescription, Status.DELIVERED)
    return prescription.status


def give_back(prescription, *, actor, delegation=None):
    """Return `issued` when the claiming pharmacy or the patient gives it back; of what was given in part, only a balance."""
    goal = rules.give_back(prescription, actor=actor, delegation=delegation)
    left = any(remaining(line) or comes_back(line) for line in prescription.lines)
    if prescription.status == Status.PARTIALLY_DELIVERED and not left:
        raise Conflict("nothing_remains")
    return goal


def comes_back(line):
    """Is this a line that one pharmacy lacked and another may have?"""
    return line.status == LineStatus.NOT_DISPENSED and line.why_not == WhyNot.OUT_OF_STOCK and line.answered_at is None


def awaits_prescriber(line):
    """Must the prescriber say what becomes of this line?"""
    return line.status == LineStatus.NOT_DISPENSED and line.answered_at is None


def answer_line(prescription, line, *, actor):
    """Refuse unless the prescriber says what becomes of a line that was not dispensed, replaced or left."""
    if actor.id != prescription.prescriber_id:
        raise Forbidden("only_the_prescriber")
    frozen_or_over = prescription.status in (Status.CANCELLATION_REQUESTED, Status.CANCELLED, Status.EXPIRED)
    if frozen_or_over or not awaits_prescriber(line):
        raise Conflict("line_not_waiting")


def takes_more_lines(prescription, now):
    """May a line be added to it still, rather than to an ordonnance of its own?"""
    waits = prescription.status == Status.ISSUED and prescription.valid_until > now
    return (waits or prescription.status in DISPENSING) and len(prescription.lines) < MOST_LINES
