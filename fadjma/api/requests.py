"""The patient's requests about an ordonnance: its delivery, asked of the pharmacy; its renewal, asked of the prescriber."""

from ..commands import requests as acts
from .endpoint import endpoint
from .prescriptions import shown
from .schemas.prescriptions import Prescription
from .schemas.requests import DeliveryWish, Override, Reason, ReasonIfAny, RenewalWish
from .who import DOCTOR, PATIENT, PHARMACIST, viewer

DELIVERY = "POST /prescriptions/<uuid:id>/delivery-request"
RENEWAL = "POST /prescriptions/<uuid:id>/renewal-request"


@endpoint(DELIVERY, who=PATIENT, body=DeliveryWish, answer=Prescription, status=201)
def ask_delivery(id, body):
    """Ask the pharmacy that holds it to hand it over or bring it."""
    return shown(acts.request_delivery(id, actor=viewer(), **body.model_dump()))


@endpoint(f"{DELIVERY}/acceptance", who=PHARMACIST, body=ReasonIfAny, answer=Prescription)
def accept_delivery(id, body):
    """Agree to deliver as asked."""
    return shown(acts.answer_delivery_request(id, accept=True, reason=body.reason, actor=viewer()))


@endpoint(f"{DELIVERY}/refusal", who=PHARMACIST, body=ReasonIfAny, answer=Prescription)
def refuse_delivery(id, body):
    """Decline, and say why if one wants."""
    return shown(acts.answer_delivery_request(id, accept=False, reason=body.reason, actor=viewer()))


@endpoint(RENEWAL, who=PATIENT, body=RenewalWish, answer=Prescription, status=201)
def ask_renewal(id, body):
    """Ask the prescriber for the same again."""
    return shown(acts.request_renewal(id, note=body.note, actor=viewer()))


@endpoint(f"{RENEWAL}/acceptance", who=DOCTOR, body=Override, answer=Prescription, status=201)
def accept_renewal(id, body):
    """Sign the same anew; the answer is the new ordonnance. The checks are made again."""
    return shown(acts.answer_renewal_request(id, accept=True, override=body.override, actor=viewer()))


@endpoint(f"{RENEWAL}/refusal", who=DOCTOR, body=Reason, answer=Prescription)
def refuse_renewal(id, body):
    """Decline, and say why."""
    return shown(acts.answer_renewal_request(id, accept=False, reason=body.reason, actor=viewer()))
