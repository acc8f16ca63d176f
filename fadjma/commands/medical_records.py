"""Acts on medical records: writing an entry, amending it, and reading, which is an act too: the patient sees it."""

from ..domain import medical_records as rules
from ..domain.errors import Forbidden, NotFound
from ..domain.events import MedicalRecordAdded, MedicalRecordAmended, MedicalRecordRead
from ..domain.medical_records import Kind
from ..domain.roles import Role
from ..extensions import db
from ..models import MedicalRecord, MedicalRecordVersion, User
from ..queries import access_requests, medical_records
from ..realtime import record
from . import command
from .checking import hold_file
from .readings import attend


@command
def add_medical_record(patient_id, *, kind, title, content, data=None, actor, now):
    """A doctor with write access adds an entry to a patient's file; return the entry."""
    if actor.role != Role.DOCTOR:
        raise Forbidden("wrong_role")
    grant = access_requests.find_grant(actor, patient_id, now)
    rules.may_write(grant, actor=actor)
    _hold_if_it_warns(kind, patient_id)
    medical_record = MedicalRecord(patient_id=patient_id, author_id=actor.id, kind=Kind(kind), version=1)
    medical_record.created_at = medical_record.updated_at = now
    _write(medical_record, title=title, content=content, data=data or {}, reason="", actor=actor, now=now)
    db.session.add(medical_record)
    db.session.flush()
    record(MedicalRecordAdded(**_facts(medical_record, grant, actor)))
    return medical_record


@command
def amend_medical_record(id, *, version, reason, title=None, content=None, data=None, actor, now):
    """The author writes a new version of an entry, over `version`; what is not given stays. Return the entry."""
    medical_record = medical_records.find(actor, id, lock=True, now=now)
    _hold_if_it_warns(medical_record.kind, medical_record.patient_id)
    rules.may_amend(medical_record, actor=actor, version=version, reason=reason)
    said = medical_record.current
    title, content = said.title if title is None else title, said.content if content is None else content
    data = said.data if data is None else data
    medical_record.version, medical_record.updated_at = version + 1, now
    _write(medical_record, title=title, content=content, data=data, reason=reason, actor=actor, now=now)
    grant = access_requests.grant(actor, medical_record.patient_id, now)
    record(MedicalRecordAmended(version=medical_record.version, **_facts(medical_record, grant, actor)))
    return medical_record


def _hold_if_it_warns(kind, patient_id):
    """An allergy and an ordonnance of the same patient are written one after the other: the checks miss none."""
    if kind == Kind.ALLERGY:
        hold_file(patient_id)


def _write(medical_record, *, title, content, data, reason, actor, now):
    """Add what an entry says from `now` on as its version `medical_record.version`."""
    data = {name: value for name, value in data.items() if value not in (None, "")}
    content = content.replace("\r\n", "\n").strip()
    rules.check(kind=medical_record.kind, title=title, content=content, data=data)
    version = MedicalRecordVersion(number=medical_record.version, author_id=actor.id, created_at=now)
    version.title, version.content, version.data, version.reason = " ".join(title.split()), content, data, reason.strip()
    medical_record.versions.append(version)
    medical_record.search_text = rules.searchable(version.title, content, data)


def _facts(medical_record, grant, actor):
    return {
        "subject_id": medical_record.id,
        "actor_id": actor.id,
        "patient_id": medical_record.patient_id,
        "grant_id": grant.id if grant else None,
        "author_id": medical_record.author_id,
        "kind": medical_record.kind,
    }


def open_file(patient_id, *, searched=False, actor, now=None):
    """A doctor opens a patient's file on a page that stays; return the patient and the grant that opens it. Recorded.

    The patient sees them reading from now on. That it is `searched` is noted, and not for what: which entries answer says
    something of what is written in them.
    """
    return _read_of(patient_id, "file_search" if searched else "patient_file", stays=True, actor=actor, now=now)


def read_file(patient_id, *, searched=False, actor, now=None):
    """Read a patient's file; return the patient. Recorded, unless it is the patient's own."""
    return _read(patient_id, "file_search" if searched else "patient_file", actor=actor, now=now)


def read_records(patient_id, *, searched=False, actor, now=None):
    """Read the list of a patient's entries, or search it; return the patient. Recorded, unless it is the patient's own."""
    return _read(patient_id, "file_search" if searched else "medical_records", actor=actor, now=now)


def read_vital_signs(patient_id, *, actor, now=None):
    """Open a patient's vital signs, on a page that stays; return the patient. Recorded, unless it is the patient's own."""
    return _read(patient_id, "vital_signs", stays=True, actor=actor, now=now)


@command
def read_own_records(patient_id, *, actor, now):
    """Open the list of what the actor has written in a patient's file, access or not; return it. Recorded."""
    written = medical_records.written_by(actor, patient_id)
    if not written:
        raise NotFound
    _record_read("medical_records", patient_id, patient_id, actor, access_requests.grant(actor, patient_id, now))
    return written


def read_medical_record(id, *, actor, now=None):
    """Open one entry; return it. Recorded, unless the reader is the patient."""
    medical_record = medical_records.find(actor, id, now=now)
    return medical_record if medical_record.patient_id == actor.id else _read_one(id, actor=actor, now=now)


def _read(patient_id, subject_kind, *, stays=False, actor, now):
    if actor.id == patient_id:
        return actor
    return _read_of(patient_id, subject_kind, stays=stays, actor=actor, now=now)[0]


@command
def _read_of(patient_id, subject_kind, *, stays, actor, now):
    if actor.role == Role.PATIENT:  # one who follows the file comes and goes in it as its patient does
        patient, grant, stays = access_requests.find_file(actor, patient_id, now), None, False
    else:
        grant = access_requests.find_grant(actor, patient_id, now)
        patient = db.session.get_one(User, patient_id)
    _record_read(subject_kind, patient_id, patient_id, actor, grant)
    if stays:
        attend(patient_id, actor, now)
    return patient, grant


@command
def _read_one(id, *, actor, now):
    medical_record = medical_records.find(actor, id, now=now)
    grant = access_requests.grant(actor, medical_record.patient_id, now)
    _record_read("medical_record", id, medical_record.patient_id, actor, grant)
    return medical_record


def _record_read(subject_kind, subject_id, patient_id, actor, grant):
    about = {"subject_kind": subject_kind, "subject_id": subject_id, "patient_id": patient_id}
    record(MedicalRecordRead(actor_id=actor.id, grant_id=grant.id if grant else None, **about))
