"""Access to files: a doctor asks, or opens in an emergency; the patient decides, or contests."""

from flask import request

from ..commands import emergencies
from ..commands.access_requests import cancel_access_request, decide_access_request, request_access
from ..domain.access_requests import Status
from ..domain.emergencies import ReasonCode
from ..domain.errors import Invalid
from ..domain.roles import Role
from ..queries import access_requests, delegations
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.access_requests import AccessRequest, Asked, Narrowed, Noted, OfStatus
from .who import DOCTOR, PATIENT, only, viewer

BOTH = only(Role.PATIENT, Role.DOCTOR)


def _shown(id):
    return AccessRequest.of(access_requests.find(viewer(), id), viewer())


@endpoint("POST /access-requests", who=DOCTOR, body=Asked, answer=AccessRequest, status=201)
def ask(body):
    """Ask a patient for access; or with `emergency` and the password again, open the file for four hours, read only."""
    if body.emergency:
        proof = {"password": body.password, "address": request.remote_addr or ""}
        why = {"reason": body.reason, "reason_code": body.reason_code or ReasonCode.OTHER}
        return _shown(emergencies.open_emergency(body.patient_id, **why, **proof, actor=viewer()).id)
    if out_of_place := [name for name in ("password", "reason_code") if getattr(body, name) is not None]:
        raise Invalid(**dict.fromkeys(out_of_place, "only_in_an_emergency"))
    wish = {"reason": body.reason, "level": body.level, "days": body.days}
    return _shown(request_access(body.patient_id, actor=viewer(), **wish).id)


@endpoint("GET /access-requests", who=BOTH, query=OfStatus, answer=Page[AccessRequest])
def listed(query):
    """List the caller's own requests, or those of somebody they follow, newest first."""
    if query.patient_id and viewer().role == Role.PATIENT:
        delegations.find_person(viewer(), query.patient_id)
    wanted = {"status": query.status, "patient_id": query.patient_id, "after": query.after}
    return page(AccessRequest, *access_requests.listed(viewer(), **wanted), viewer())


@endpoint("GET /access-requests/<uuid:id>", who=BOTH, answer=AccessRequest)
def show(id):
    """Show one."""
    return _shown(id)


@endpoint("POST /access-requests/<uuid:id>/approval", who=PATIENT, body=Narrowed, answer=AccessRequest)
def approve(id, body):
    """Grant it, for what was asked or less."""
    return _decided(id, Status.APPROVED, level=body.level, days=body.days)


@endpoint("POST /access-requests/<uuid:id>/rejection", who=PATIENT, body=Noted, answer=AccessRequest)
def reject(id, body):
    """Refuse it."""
    return _decided(id, Status.REJECTED, note=body.note)


@endpoint("POST /access-requests/<uuid:id>/revocation", who=PATIENT, body=Noted, answer=AccessRequest)
def revoke(id, body):
    """Cut the access."""
    return _decided(id, Status.REVOKED, note=body.note)


@endpoint("POST /access-requests/<uuid:id>/cancellation", who=DOCTOR, answer=AccessRequest)
def cancel(id):
    """Withdraw it."""
    return _shown(cancel_access_request(id, actor=viewer()).id)


@endpoint("POST /access-requests/<uuid:id>/closure", who=DOCTOR, answer=AccessRequest)
def close(id):
    """Close an emergency that is open."""
    return _shown(emergencies.close_emergency(id, actor=viewer()).id)


@endpoint("POST /access-requests/<uuid:id>/contest", who=PATIENT, body=Noted, answer=AccessRequest)
def contest(id, body):
    """Contest an emergency, until thirty days after its end; `note` is for oneself."""
    return _shown(emergencies.contest_emergency(id, note=body.note, actor=viewer()).id)


def _decided(id, decision, **details):
    return _shown(decide_access_request(id, decision, actor=viewer(), **details).id)
