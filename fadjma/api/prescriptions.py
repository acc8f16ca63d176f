"""Ordonnances: a doctor signs, the patient chooses, a pharmacy dispenses."""

from ..commands import prescriptions as acts
from ..domain.errors import NotFound
from ..domain.prescriptions import Status
from ..domain.roles import Role
from ..domain.signing import Line
from ..queries import prescriptions
from . import keys
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.dispensing import Choice
from .schemas.prescriptions import OfStatus, Prescription, Signed
from .schemas.requests import Reason, ReasonIfAny
from .who import DOCTOR, PATIENT, PHARMACIST, only, viewer

PARTIES = only(Role.PATIENT, Role.DOCTOR, Role.PHARMACIST)


def shown(row):
    """Return an ordonnance as the caller may see it now, or the little they know if their own act took it away."""
    left = keys.outcome(row)
    try:
        return Prescription.of(prescriptions.find(viewer(), row.id), viewer())
    except NotFound:
        return Prescription.no_longer_seen(row.id, left)


@endpoint("POST /prescriptions", who=DOCTOR, body=Signed, answer=Prescription, status=201)
def issue(body):
    """Sign an ordonnance for a patient whose file one may write."""
    terms = body.model_dump(exclude={"patient_id", "lines"})
    lines = [Line(**line.model_dump()) for line in body.lines]
    return shown(acts.issue_prescription(body.patient_id, lines=lines, actor=viewer(), **terms))


@endpoint("GET /prescriptions", who=PARTIES, query=OfStatus, answer=Page[Prescription])
def listed(query):
    """List one's own: the patient's, the prescriber's, those a pharmacy awaits or holds. Newest first."""
    wanted = {"status": query.status, "patient_id": query.patient_id, "after": query.after}
    return page(Prescription, *prescriptions.listed(viewer(), dispenses=True, **wanted), viewer())


@endpoint("GET /prescriptions/<uuid:id>", who=PARTIES, answer=Prescription)
def show(id):
    """Show one."""
    return Prescription.of(prescriptions.find(viewer(), id), viewer())


@endpoint("GET /prescriptions/by-matricule/<matricule>", who=PHARMACIST, answer=Prescription)
def present(matricule):
    """Read what a paper names. Claims nothing; recorded, and told to the patient; 30 an hour a pharmacy."""
    return Prescription.on_paper(acts.present_prescription(matricule, actor=viewer()), viewer())


@endpoint("POST /prescriptions/<uuid:id>/pharmacy", who=PATIENT, body=Choice, answer=Prescription)
def choose(id, body):
    """Choose or change the pharmacy, while nobody has claimed it."""
    return shown(acts.choose_pharmacy(id, body.pharmacy_id, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/cancellation", who=DOCTOR, body=Reason, answer=Prescription, status=(200, 202))
def cancel(id, body):
    """Cancel it (200) or, once a pharmacy has claimed it, ask that pharmacy (202)."""
    row = acts.cancel_prescription(id, reason=body.reason, actor=viewer())
    return shown(row), 200 if keys.outcome(row) == Status.CANCELLED else 202


@endpoint("POST /prescriptions/<uuid:id>/cancellation/acceptance", who=PHARMACIST, body=ReasonIfAny, answer=Prescription)
def accept_cancellation(id, body):
    """Agree to the cancellation."""
    return shown(acts.answer_cancellation(id, accept=True, reason=body.reason, actor=viewer()))


@endpoint("POST /prescriptions/<uuid:id>/cancellation/refusal", who=PHARMACIST, body=Reason, answer=Prescription)
def refuse_cancellation(id, body):
    """Say why not, and go on where it was."""
    return shown(acts.answer_cancellation(id, accept=False, reason=body.reason, actor=viewer()))
