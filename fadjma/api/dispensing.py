"""Dispensing: a pharmacy claims an ordonnance, prepares it, hands it over against the patient's code, or gives it back.

What of it cannot be dispensed is said line by line, and what was noted in error is taken back.
"""

from ..commands import dispensing as acts
from ..commands.dispenses import reverse_dispense
from ..commands.lines import not_dispense_line
from ..domain.dispensing import Portion
from ..domain.roles import Role
from .endpoint import endpoint
from .prescriptions import shown
from .schemas.dispensing import Delivery, NotDispensed, Preparation, Presented
from .schemas.prescriptions import Prescription
from .schemas.requests import Reason
from .who import PATIENT, PHARMACIST, only, viewer

LINE = "/prescriptions/<uuid:id>/lines/<uuid:line_id>"


@endpoint("POST /prescriptions/<uuid:id>/validation", who=PHARMACIST, body=Presented, answer=Prescription)
def claim(id, body):
    """Take it in charge for one's pharmacy."""
    return shown(acts.claim_prescription(id, matricule=body.matricule, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/preparation", who=PHARMACIST, body=Preparation, answer=Prescription)
def prepare(id, body):
    """Begin: what is needed is set aside; a 409 names the `lines` that lack stock. With `partial`, what there is of it."""
    return shown(acts.prepare_prescription(id, partial=body.partial, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/readiness", who=PHARMACIST, answer=Prescription)
def make_ready(id):
    """Say that everything is prepared."""
    return shown(acts.make_prescription_ready(id, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/delivery", who=PHARMACIST, body=Delivery, answer=Prescription)
def deliver(id, body):
    """Hand over `lines`, or all that remains, against the patient's code; after five wrong ones, 429 until a new one."""
    lines = None if body.lines is None else [Portion(**line.model_dump()) for line in body.lines]
    return shown(acts.deliver_prescription(id, pickup_code=body.pickup_code, lines=lines, actor=viewer()))


@endpoint(f"POST {LINE}/non-dispensing", who=PHARMACIST, body=NotDispensed, answer=Prescription)
def not_dispense(id, line_id, body):
    """Say that a line cannot be dispensed; its prescriber is told at once."""
    return shown(not_dispense_line(id, line_id, reason=body.reason, actor=viewer()))


@endpoint(
    "POST /prescriptions/<uuid:id>/dispenses/<uuid:dispense_id>/reversal", who=PHARMACIST, body=Reason, answer=Prescription
)
def reverse(id, dispense_id, body):
    """Take back, within 24 hours, what one noted as handed over in error: a counter-entry, and the stock is restored."""
    return shown(reverse_dispense(id, dispense_id, reason=body.reason, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/return", who=only(Role.PHARMACIST, Role.PATIENT), body=Reason, answer=Prescription)
def give_back(id, body):
    """Give it back: nobody holds it, and the patient chooses anew. The pharmacy keeps its id and status alone."""
    return shown(acts.return_prescription(id, reason=body.reason, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/pickup-code", who=PATIENT, answer=Prescription)
def draw_code(id):
    """Draw a new pick-up code, which may be tried five times again."""
    return shown(acts.renew_pickup_code(id, actor=viewer()))
