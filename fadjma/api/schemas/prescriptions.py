"""Ordonnances: what a doctor signs, and what each reader gets to see of one."""

from datetime import datetime
from uuid import UUID

from ...domain import accounts
from ...domain.checks import Kind, for_pharmacy
from ...domain.dispensing import WhyNot
from ...domain.posology import MOMENTS
from ...domain.prescriptions import LineStatus, Status, holds
from ...domain.requests import Kind as RequestKind
from ...domain.roles import Role
from ...domain.signing import VALID_DAYS
from ...models.types import utcnow
from . import After, Answer, Body, hidden
from .people import Person, Place
from .requests import DeliveryRequest, RenewalRequest, newest


class Taken(Body):
    """How many units are taken at each moment of the day, in halves from 0 to 20. Said by the prescriber, never guessed."""

    morning: float = 0
    noon: float = 0
    evening: float = 0
    night: float = 0


class SignedLine(Body):
    """One medication; `dosage` is the strength, `quantity` in dispensing units."""

    medication: str
    form: str = ""
    dosage: str
    quantity: int
    instructions: str = ""
    substitutable: bool = True
    repeats: int = 0
    posology: Taken | None = None


class Signed(Body):
    """A new ordonnance, for a chosen pharmacy or none."""

    patient_id: UUID
    pharmacy_id: UUID | None = None
    valid_days: int = VALID_DAYS
    lines: list[SignedLine]
    override: str = ""


class Replacement(SignedLine):
    """The line that comes in the place of one not dispensed."""

    override: str = ""


class OfStatus(After):
    """Only ordonnances of one status, or of one patient."""

    status: Status | None = None
    patient_id: UUID | None = None


class Patient(Person):
    """The patient, as whoever dispenses must know them."""

    age: int | None = hidden()


class Posology(Answer):
    """How many units are taken at each moment of the day."""

    morning: float
    noon: float
    evening: float
    night: float

    @classmethod
    def of(cls, posology):
        return cls(**{moment: posology.get(moment, 0) for moment in MOMENTS})


class Line(Answer):
    """One medication and how much of it was delivered."""

    id: UUID
    medication: str
    form: str
    dosage: str
    quantity: int
    delivered: int
    instructions: str
    posology: Posology = hidden()
    substitutable: bool
    repeats: int
    status: LineStatus
    why_not: WhyNot = hidden()
    replaced_by: UUID = hidden()

    @classmethod
    def of(cls, row):
        names = [name for name in cls.model_fields if name not in ("why_not", "replaced_by", "posology")]
        taken = Posology.of(row.posology) if row.posology else None
        more = {"why_not": row.why_not, "replaced_by": row.replaced_by_id, "posology": taken}
        more = {name: value for name, value in more.items() if value is not None}
        return cls(**{name: getattr(row, name) for name in names}, **more)


class Dispense(Answer):
    """What was handed over of one line; a negative quantity takes back the record `reverses`."""

    id: UUID
    line_id: UUID
    pharmacy: Place
    lot: str
    quantity: int
    substitute: str
    reason: str
    reverses: UUID | None
    at: datetime

    @classmethod
    def of(cls, row):
        own = {name: getattr(row, name) for name in ("id", "line_id", "quantity", "substitute", "reason", "at")}
        return cls(pharmacy=Place.of(row.pharmacy), lot=row.stock_item.lot, reverses=row.reverses_id, **own)


class Alert(Answer):
    """What the checks found about line `line` (from 0); `hinders`: it needed a reason.

    `by`: substance, class or cross of an allergy; substance of a duplicate; contraindicated, discouraged or precaution.
    """

    line: int
    medication: str
    kind: Kind
    by: str
    against: str
    group: str
    severity: str
    effect: str
    source: str
    hinders: bool

    @classmethod
    def all(cls, alerts):
        return [cls(**{name: alert[name] for name in cls.model_fields}) for alert in alerts]


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
