"""Acts on single lines of an ordonnance: one that cannot be dispensed, and what its prescriber makes of it."""

from ..domain import dispensing as counter
from ..domain.access_requests import Level
from ..domain.errors import Forbidden, Invalid
from ..domain.events import LineNotDispensed, LineReplaced
from ..domain.prescriptions import REASON_LENGTH, LineStatus
from ..extensions import db
from ..queries import access_requests, prescriptions
from . import command, lots
from .signing import check, line_of, sign
from .steps import about_line


def close_line(line, why_not, actor, now):
    """Note that a line is not dispensed, and tell its patient and prescriber."""
    lots.put_back_line(line, actor, now.date())
    line.status, line.why_not = LineStatus.NOT_DISPENSED, counter.WhyNot(why_not)
    about_line(LineNotDispensed, line, actor, now, why_not=line.why_not)


@command
def not_dispense_line(id, line_id, *, reason, actor, now):
    """The claiming pharmacy cannot dispense a line, for a WhyNot; return the ordonnance."""
    prescription = prescriptions.find(actor, id, lock=True)
    line = prescriptions.line_of(prescription, line_id)
    close_line(line, counter.not_dispense(prescription, line, reason, actor=actor), actor, now)
    return prescription


@command
def leave_line(id, line_id, *, actor, now):
    """The prescriber leaves it at that: the line is not dispensed, and nothing comes in its place."""
    prescription = prescriptions.find(actor, id, lock=True)
    line = prescriptions.line_of(prescription, line_id)
    counter.answer_line(prescription, line, actor=actor)
    line.answered_at = now
    about_line(LineReplaced, line, actor, now)
    return prescription


@command
def replace_line(id, line_id, *, line, override="", seen=None, actor, now):
    """The prescriber puts `line` (domain Line) in the place of one not dispensed, after the checks of every signature.

    Return the ordonnance it stands on: the same while it goes on, one of its own once that is over.
    """
    prescription = prescriptions.find(actor, id, lock=True)
    old = prescriptions.line_of(prescription, line_id)
    counter.answer_line(prescription, old, actor=actor)
    grant = access_requests.grant(actor, prescription.patient_id, now)
    if grant is None or grant.level != Level.WRITE:
        raise Forbidden("no_write_access")
    goes_on = counter.takes_more_lines(prescription, now)
    holder = prescription if goes_on else _sign_alone(prescription, line, override, seen, actor, now)
    new = _add(prescription, line, override, seen, actor, now) if goes_on else holder.lines[0]
    old.answered_at, old.replaced_by_id = now, new.id
    about_line(LineReplaced, old, actor, now, replaced_by=new.id)
    return holder


def _add(prescription, line, override, seen, actor, now):
    """Write one line more; the reason for which an alert was passed over stands beside the one before."""
    alerts = check(prescription.patient_id, [line], override=override, seen=seen, now=now)
    new = line_of(max(known.position for known in prescription.lines) + 1, line)
    prescription.lines.append(new)
    prescription.alerts = [*prescription.alerts, *(alert | {"line": new.position} for alert in alerts)]
    prescription.override = " ".join(filter(None, (prescription.override, override.strip())))
    if len(prescription.override) > REASON_LENGTH:
        raise Invalid(override="too_long")
    db.session.flush()
    return new


def _sign_alone(prescription, line, override, seen, actor, now):
    pharmacy = prescription.pharmacy
    days = (prescription.valid_until - prescription.created_at).days
    terms = {"pharmacy_id": pharmacy.id if pharmacy else None, "valid_days": days, "override": override, "seen": seen}
    return sign(prescription.patient_id, [line], **terms, actor=actor, now=now)
