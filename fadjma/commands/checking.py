"""The checks before an ordonnance: what they need is read and held within the transaction that signs."""

from sqlalchemy import select

from ..domain import checks as rules
from ..domain.errors import Conflict
from ..domain.interactions import sides
from ..domain.medications import recognised
from ..extensions import db
from ..models import User
from ..queries import interactions, medical_records, medications, treatments


def hold_file(patient_id):
    """Keep the file of a patient as it is until this transaction ends: an allergy that is being written waits, or is waited
    for. Whoever only refers to the patient waits for nobody."""
    db.session.scalar(select(User.id).where(User.id == patient_id).with_for_update(key_share=True))


def checks_of(patient_id, lines, *, besides=(), hold=False, now):
    """Return the Checks of `lines` (domain Lines) for a patient; ordonnances whose ids are in `besides` do not count.

    With `hold` the file stays as it was found until the transaction ends: what is signed was checked against all of it.
    """
    if hold:
        hold_file(patient_id)
    allergies = [rules.Allergy(**said) for said in medical_records.recorded_allergies(patient_id)]
    taken = [rules.Taken(**said) for said in treatments.taken(patient_id, besides=besides, now=now)]
    names = [line.medication for line in lines] + [one.medication for one in taken] + [one.substance for one in allergies]
    known = medications.known(names)
    spoken = [recognised(one.medication, known, one.form) for one in (*lines, *taken)]
    table = interactions.among({side for substance in spoken for side in sides(substance)})
    return rules.look(lines, allergies=allergies, taken=taken, known=known, table=table)


def check(patient_id, lines, *, override, seen=None, besides=(), now):
    """Return what the checks of `lines` found, to be kept; raise Conflict with `checks` while it hinders.

    `override` is the reason to prescribe all the same; `seen` the marks of what whoever gives it was shown, if known.
    """
    found = checks_of(patient_id, lines, besides=besides, hold=True, now=now)
    if rules.unanswered(found, override=override, seen=seen):
        raise Conflict("checks_failed", checks=[check.said() for check in found])
    return [check.said() for check in found]
