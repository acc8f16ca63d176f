"""Taking one's own file away: a patient's alone, and the audit trail keeps that it was done."""

from ..domain.errors import Forbidden
from ..domain.events import FileExported
from ..domain.roles import Role
from ..realtime import record
from . import command


@command
def export_file(form, *, actor, now):
    """A patient takes everything that is theirs away, as `form` (json or pdf); return the patient. It is read after."""
    if actor.role != Role.PATIENT:
        raise Forbidden("wrong_role")
    record(FileExported(subject_id=actor.id, actor_id=actor.id, patient_id=actor.id, form=form))
    return actor
