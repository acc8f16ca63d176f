"""The tables: one noun a file; constraints repeat the state machines of `domain`."""

from .access_requests import AccessRequest
from .announcements import Announcement
from .attachments import Attachment, AttachmentContent
from .audit import AuditEntry, AuditHead
from .delegations import Delegation
from .duties import Duty
from .idempotency import IdempotencyKey
from .interactions import InteractionRow
from .journal import ArchiveHead, Entry, Fact, Stream
from .leases import ProcessLease
from .medical_records import MedicalRecord, MedicalRecordVersion
from .medications import Medication, MedicationAlias
from .notifications import ReadMark
from .pharmacies import Pharmacy
from .prescriptions import Dispense, Prescription, PrescriptionLine
from .push_subscriptions import PushSubscription
from .readings import Reading
from .requests import PatientRequest
from .sessions import LoginFailure, Session
from .stock import Reservation, StockItem, StockMovement
from .users import User
from .verifications import Verification

__all__ = [
    "AccessRequest",
    "Announcement",
    "ArchiveHead",
    "Attachment",
    "AttachmentContent",
    "AuditEntry",
    "AuditHead",
    "Delegation",
    "Dispense",
    "Duty",
    "Entry",
    "Fact",
    "IdempotencyKey",
    "InteractionRow",
    "LoginFailure",
    "MedicalRecord",
    "MedicalRecordVersion",
    "Medication",
    "MedicationAlias",
    "PatientRequest",
    "Pharmacy",
    "Prescription",
    "PrescriptionLine",
    "ProcessLease",
    "PushSubscription",
    "ReadMark",
    "Reading",
    "Reservation",
    "Session",
    "StockItem",
    "StockMovement",
    "Stream",
    "User",
    "Verification",
]
