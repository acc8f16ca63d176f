"""Delegations: who follows whose file. A person names their delegate, an admin does for who cannot; any of them ends it."""

from flask import request

from ..commands import delegations as acts
from ..domain.errors import Invalid
from ..domain.roles import Role
from ..queries import delegations
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.delegations import Delegation, Named, OfPatient
from .who import only, viewer

THEY = only(Role.PATIENT, Role.ADMIN)
OF_PERSON, OF_ADMIN = ("password",), ("patient_id", "reason")


@endpoint("GET /delegations", who=THEY, query=OfPatient, answer=Page[Delegation])
def listed(query):
    """List whose file the caller follows and who follows theirs; for an admin, all, or a patient's. Newest first."""
    wanted = {"patient_id": query.patient_id, "after": query.after}
    return page(Delegation, *delegations.listed(viewer(), **wanted))


@endpoint("POST /delegations", who=THEY, body=Named, answer=Delegation, status=201)
def begin(body):
    """Let somebody follow one's own file, the password proved again; an admin says whose, and why."""
    is_admin = viewer().role == Role.ADMIN
    needed, out_of_place = (OF_ADMIN, OF_PERSON) if is_admin else (OF_PERSON, OF_ADMIN)
    errors = {name: "required" for name in needed if getattr(body, name) is None}
    errors |= {name: "no_such_field" for name in out_of_place if getattr(body, name) is not None}
    if errors:
        raise Invalid(**errors)
    said = {"bond": body.bond, "until": body.until, "actor": viewer()}
    if is_admin:
        begun = acts.begin_delegation(body.patient_id, body.delegate, reason=body.reason, **said)
    else:
        begun = acts.name_delegate(body.delegate, password=body.password, address=request.remote_addr or "", **said)
    return _shown(begun.id)


@endpoint("POST /delegations/<uuid:id>/end", who=THEY, answer=Delegation)
def end(id):
    """End it, at once."""
    return _shown(acts.end_delegation(id, actor=viewer()).id)


def _shown(id):
    return Delegation.of(delegations.find(viewer(), id))
