"""Reads of everything that is a patient's own, at once: for them alone, to take away."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Dispense, MedicalRecord, MedicalRecordVersion, Prescription
from . import access_log, access_requests, medical_records, prescriptions


@dataclass(frozen=True)
class File:
    """All of one patient's: the account, and the rows of each noun, oldest first."""

    patient: Any
    medical_records: list[Any]
    prescriptions: list[Any]
    access_requests: list[Any]
    access_log: list[access_log.Line]


def whole(viewer):
    """Return the File of a patient. As many queries for a long one as for a short one."""
    return File(viewer, _entries(viewer), _prescriptions(viewer), _accesses(viewer), _log(viewer))


def _entries(viewer):
    said = selectinload(MedicalRecord.versions).joinedload(MedicalRecordVersion.author)
    query = medical_records.visible_to(viewer, patient_id=viewer.id).options(said, selectinload(MedicalRecord.attachments))
    return db.session.scalars(query.order_by(MedicalRecord.id)).unique().all()


def _prescriptions(viewer):
    given = selectinload(Prescription.dispenses)
    handed = given.joinedload(Dispense.pharmacy), given.joinedload(Dispense.stock_item)
    query = prescriptions.visible_to(viewer, patient_id=viewer.id).options(selectinload(Prescription.lines), *handed)
    return db.session.scalars(query.order_by(Prescription.id)).unique().all()


def _accesses(viewer):
    rows = db.session.scalars(access_requests.visible_to(viewer, viewer.id).options(joinedload("*"))).unique()
    return sorted(rows, key=lambda row: row.id)


def _log(viewer):
    rows = [access_log.Line(*row) for row in db.session.execute(access_log.visible_to(viewer, viewer.id)).unique()]
    return sorted(rows, key=lambda line: line.entry.seq)
