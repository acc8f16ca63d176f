"""Dispensing: a pharmacy claims an ordonnance, prepares it, hands it over against the patient's code, or gives it back."""

from ..commands import dispensing as acts
from ..domain.roles import Role
from .endpoint import endpoint
from .prescriptions import shown
from .schemas.dispensing import Code, Presented
from .schemas.prescriptions import Prescription
from .schemas.requests import Reason
from .who import PATIENT, PHARMACIST, only, viewer


@endpoint("POST /prescriptions/<uuid:id>/validation", who=PHARMACIST, body=Presented, answer=Prescription)
def claim(id, body):
    """Take it in charge for one's pharmacy."""
    return shown(acts.claim_prescription(id, matricule=body.matricule, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/preparation", who=PHARMACIST, answer=Prescription)
def prepare(id):
    """Begin: what is needed is set aside; a 409 names the `lines` that lack stock."""
    return shown(acts.prepare_prescription(id, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/readiness", who=PHARMACIST, answer=Prescription)
def make_ready(id):
    """Say that everything is prepared."""
    return shown(acts.make_prescription_ready(id, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/delivery", who=PHARMACIST, body=Code, answer=Prescription)
def deliver(id, body):
    """Hand over all that remains, against the patient's code; after five wrong ones, 429 until there is a new one."""
    return shown(acts.deliver_prescription(id, pickup_code=body.pickup_code, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/return", who=only(Role.PHARMACIST, Role.PATIENT), body=Reason, answer=Prescription)
def give_back(id, body):
    """Give it back: nobody holds it, and the patient chooses anew. The pharmacy keeps its id and status alone."""
    return shown(acts.return_prescription(id, reason=body.reason, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/pickup-code", who=PATIENT, answer=Prescription)
def draw_code(id):
    """Draw a new pick-up code, which may be tried five times again."""
    return shown(acts.renew_pickup_code(id, actor=viewer()))
