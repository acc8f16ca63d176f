"""Medical records: a doctor with access writes and reads, each reading recorded; the patient reads their own."""

from ..commands import medical_records as acts
from ..domain.errors import Invalid
from ..domain.roles import Role
from ..queries import medical_records
from .endpoint import endpoint
from .schemas import Page, page
from .schemas.medical_records import Amended, MedicalRecord, OfPatient, Version, Written
from .who import DOCTOR, only, viewer

BOTH = only(Role.PATIENT, Role.DOCTOR)


def _shown(id):
    """Show what was just written: its author's own words are no reading."""
    return MedicalRecord.of(medical_records.find(viewer(), id))


@endpoint("POST /medical-records", who=DOCTOR, body=Written, answer=MedicalRecord, status=201)
def write(body):
    """Add an entry to a patient's file."""
    said = body.model_dump(exclude={"patient_id"})
    return _shown(acts.add_medical_record(body.patient_id, actor=viewer(), **said).id)


@endpoint("GET /medical-records", who=BOTH, query=OfPatient, answer=Page[MedicalRecord])
def listed(query):
    """List a patient's entries, newest first. A doctor's reading is recorded."""
    patient = acts.read_records(_whose(query), searched=bool(query.q), actor=viewer())
    wanted = query.model_dump(exclude={"patient_id"})
    return page(MedicalRecord, *medical_records.listed(viewer(), patient.id, **wanted, with_attachments=True))


def _whose(query):
    if query.patient_id is None and viewer().role != Role.PATIENT:
        raise Invalid(patient_id="required")
    return query.patient_id or viewer().id


@endpoint("GET /medical-records/<uuid:id>", who=BOTH, answer=MedicalRecord)
def show(id):
    """Show one entry. A doctor's reading is recorded."""
    return MedicalRecord.of(acts.read_medical_record(id, actor=viewer()))


@endpoint("GET /medical-records/<uuid:id>/versions", who=BOTH, answer=Page[Version])
def history(id):
    """Show every version of an entry, newest first. A doctor's reading is recorded."""
    acts.read_medical_record(id, actor=viewer())
    return page(Version, medical_records.versions(viewer(), id), None)


@endpoint("PUT /medical-records/<uuid:id>", who=DOCTOR, body=Amended, answer=MedicalRecord)
def amend(id, body):
    """Write a new version of one's own entry; another `version` than the newest is 409."""
    return _shown(acts.amend_medical_record(id, actor=viewer(), **body.model_dump()).id)
