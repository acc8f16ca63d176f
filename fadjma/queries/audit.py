"""Reads of the audit trail: what an admin may know of it, who did which act when, and in which state it left things."""

from dataclasses import dataclass

from sqlalchemy import and_, false, select
from sqlalchemy.orm import aliased

from ..domain.roles import Role
from ..domain.texts import folded
from ..extensions import db
from ..models import AuditEntry, User
from . import PAGE

FAMILIES = {
    "accounts": (
        "Account",
        "Session",
        "Login",
        "Password",
        "Pharmacy",
        "Announcement",
        "Notifications",
        "Duty",
        "Formulary",
    ),
    "access": ("Access", "Delegat", "Emergency", "Patients"),
    "records": ("MedicalRecord", "Reading"),
    "prescriptions": ("Prescription", "Pickup", "Delivery", "Renewal", "Repeat", "Line", "Dispense"),
    "stock": ("Inventory", "Stock", "Lot"),
}  # filters of the page: the beginnings of the facts' names

_PATIENT = aliased(User)


@dataclass(frozen=True)
class Line:
    """One entry of the trail and who acted: None for the clock, or for somebody who did not sign in.

    `patient`: in whose place they did it, where they follow that patient's file.
    """

    entry: AuditEntry
    actor: User | None
    patient: User | None

    @property
    def state(self):
        """The state the act left its subject in, or None."""
        return self.entry.details.get("status")


def visible_to(viewer):
    """Return the query of (entry, actor, patient in whose place) that a person may see: an admin's alone."""
    in_their_place = User.role == Role.PATIENT, AuditEntry.patient_id != AuditEntry.actor_id
    query = select(AuditEntry, User, _PATIENT).outerjoin(User, User.id == AuditEntry.actor_id)
    query = query.outerjoin(_PATIENT, and_(_PATIENT.id == AuditEntry.patient_id, *in_their_place))
    return query if viewer.role == Role.ADMIN else query.where(false())


def listed(viewer, *, family=None, q=None, after=None):
    """Return (lines, next cursor), newest first, of one of FAMILIES or of people whose name holds `q`."""
    query = visible_to(viewer)
    if family is not None:
        query = query.where(db.or_(*(AuditEntry.act.startswith(name) for name in FAMILIES[family])))
    if q:
        query = query.where(User.search_name.contains(folded(q), autoescape=True))
    if after is not None:
        query = query.where(AuditEntry.seq < after)
    rows = [Line(*row) for row in db.session.execute(query.order_by(AuditEntry.seq.desc()).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1].entry.seq if len(rows) > PAGE else None
