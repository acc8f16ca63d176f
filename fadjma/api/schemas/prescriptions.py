"""Ordonnances: what a doctor signs, and what each reader gets to see of one."""

from datetime import datetime
from uuid import UUID

from ...domain import accounts
from ...domain.checks import for_pharmacy
from ...domain.prescriptions import Status, holds
from ...domain.requests import Kind as RequestKind
from ...domain.roles import Role
from ...domain.signing import VALID_DAYS
from ...models.types import utcnow
from . import After, Answer, Body, hidden
from .checks import Alert
from .dispenses import Dispense
from .lines import Line, SignedLine
from .people import Person, Place
from .requests import DeliveryRequest, RenewalRequest, newest


class Signed(Body):
    """A new ordonnance, for a chosen pharmacy or none."""

    patient_id: UUID
    pharmacy_id: UUID | None = None
    valid_days: int = VALID_DAYS
    lines: list[SignedLine]
    override: str = ""


class OfStatus(After):
    """Only ordonnances of one status, or of one patient."""

    status: Status | None = None
    patient_id: UUID | None = None


class Patient(Person):
    """The patient, as whoever dispenses must know them."""

    age: int | None = hidden()


class Prescription(Answer):
    """One ordonnance. A pharmacy that was chosen and has not claimed it sees `matricule_end`, `town` and `line_count`."""

    id: UUID
    matricule: str = hidden()
    matricule_end: str = hidden()
    status: Status
    patient: Patient = hidden()
    prescriber: Person = hidden()
    town: str = hidden()
    pharmacy: Place | None = hidden()
    lines: list[Line] = hidden()
    dispenses: list[Dispense] = hidden()
    line_count: int = hidden()
    valid_until: datetime = hidden()
    reason: str = hidden()
    override: str = hidden()
    alerts: list[Alert] = hidden()
    pickup_code: str = hidden()
    delivery_request: DeliveryRequest | None = hidden()
    renewal_request: RenewalRequest | None = hidden()
    version: int = hidden()
    created_at: datetime = hidden()

    @classmethod
    def of(cls, row, viewer):
        """Return what `viewer`, who may see `row`, sees of it."""
        if viewer.role == Role.PATIENT:  # the patient, or who follows them
            code = {"pickup_code": row.pickup_code} if row.pickup_code else {}
            return cls(**_paper(row), **_course(row, viewer), **_delivery(row), **_renewal(row), **_signed(row), **code)
        if viewer.id == row.prescriber_id:
            return cls(**_paper(row), **_course(row, viewer), **_renewal(row), **_signed(row))
        if holds(row, viewer):
            return cls(**_paper(row), **_course(row, viewer), **_delivery(row), **_warned(row))
        return cls(**_card(row))

    @classmethod
    def on_paper(cls, row, viewer):
        """Return what the paper shows of it, or more to the pharmacy that holds it."""
        return cls.of(row, viewer) if holds(row, viewer) else cls(**_paper(row))

    @classmethod
    def no_longer_seen(cls, id, status):
        """Return what is left for somebody whose own act took it from their sight."""
        return cls(id=id, status=status)


def _card(row):
    """What a chosen pharmacy sees before it claims."""
    known = {"id": row.id, "status": row.status, "created_at": row.created_at, "matricule_end": row.matricule[-4:]}
    return known | {"town": row.prescriber.town, "line_count": len(row.lines)}


def _paper(row):
    age = accounts.age(row.patient.birth_date, utcnow()) if row.patient.birth_date else None
    own = {name: getattr(row, name) for name in ("id", "matricule", "status", "valid_until", "version", "created_at")}
    people = {"patient": Patient(id=row.patient_id, name=row.patient.name, age=age), "prescriber": Person.of(row.prescriber)}
    return own | people | {"lines": [Line.of(line) for line in row.lines]}


def _signed(row):
    return {"override": row.override, "alerts": Alert.all(row.alerts)}


def _warned(row):
    """What the pharmacy that holds it is warned of, and the doctor's reason."""
    alerts = for_pharmacy(row.alerts, row.lines)
    return {"alerts": Alert.all(alerts)} | ({"override": row.override} if alerts else {})


def _course(row, viewer):
    """Return where it is and what became of it. A pharmacy sees what it handed over itself."""
    given = [Dispense.of(one) for one in row.dispenses if viewer.pharmacy_id in (None, one.pharmacy_id)]
    return {"pharmacy": Place.of(row.pharmacy) if row.pharmacy else None, "reason": row.reason, "dispenses": given}


def _delivery(row):
    return {"delivery_request": DeliveryRequest.of(newest(row, RequestKind.DELIVERY))}


def _renewal(row):
    return {"renewal_request": RenewalRequest.of(newest(row, RequestKind.RENEWAL))}
