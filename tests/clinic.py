"""A clinic in the middle of its day: one thing of every kind and state, and what each call about it takes."""

from datetime import date, timedelta

from fadjma.commands.access_requests import request_access
from fadjma.commands.accounts import administer_account
from fadjma.commands.attachments import add_attachment
from fadjma.commands.delegations import begin_delegation, end_delegation
from fadjma.commands.duties import add_duty
from fadjma.commands.emergencies import begin_emergency, close_emergency
from fadjma.commands.medical_records import add_medical_record
from fadjma.commands.notifications import read_all_notifications
from fadjma.commands.readings import begin_reading
from fadjma.commands.requests import request_delivery, request_renewal
from fadjma.commands.sessions import start_session
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.prescriptions import Status
from fadjma.domain.roles import Role
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import Fact, StockItem, User
from fadjma.models.types import utcnow
from fadjma.queries.notifications import last_read_together
from tests import ordonnances
from tests.people import PASSWORD, PASSWORD_HASH

LINES = (Line("Salbutamol", "100 µg", 1),)
SPARE = "P00000072"  # the number of somebody who may be named
NEW_PASSWORD = "un-mot-de-passe-sûr"


def open_clinic(cast):
    """Fill the clinic; return {name: id or word} of what is in it. All of it is Awa's, Fatou's and the Plateau's."""
    asked = request_access(cast.awa.id, reason="Toux", level="write", days=30, actor=cast.ibrahima)
    stand = {status.value: status for status in (*ordonnances.ON_THE_WAY, Status.CANCELLATION_REQUESTED)}
    stand |= {"wanted": Status.READY, "again": Status.DELIVERED}
    there = {name: ordonnances.at(status, cast, lines=LINES) for name, status in stand.items()}
    there["free"] = ordonnances.issued(cast, pharmacy_id=None)
    there["short"] = ordonnances.short(cast, LINES)
    request_delivery(there["wanted"].id, mode="pickup", actor=cast.awa)
    request_renewal(there["again"].id, actor=cast.awa)
    words = {"code": ordonnances.code(there["ready"].id), "matricule": ordonnances.again(there["free"]).matricule}
    entry = add_medical_record(cast.awa.id, kind="note", title="A", content="B", actor=cast.fatou)
    scan = add_attachment(entry.id, name="scan.pdf", content=b"%PDF-1.7", actor=cast.fatou)
    device = start_session(device="phone", address="127.0.0.1", actor=cast.awa)
    things = {name: row.id for name, row in there.items()} | words | _accounts(cast) | _parts(there)
    things |= _emergencies(cast) | {"duty": _duty(cast).id} | _delegations(cast)
    things |= {
        "asked": asked.id,
        "grant": cast.grant.id,
        "entry": entry.id,
        "entry.attachment_id": scan.id,
        "device": device.id,
    }
    return things | {
        "patient": cast.awa.id,
        "other_patient": cast.moussa.id,
        "medina": cast.medina.id,
        **_small_things(cast),
    }


def _emergencies(cast):
    """One that is open, with a patient of its own; one that has ended; and somebody who reads on for an hour."""
    third = User(role=Role.PATIENT, status=AccountStatus.ACTIVE, name="Coumba", search_name="coumba",
                 email="coumba@fadjma.example", password_hash=PASSWORD_HASH, created_at=utcnow())  # fmt: skip
    db.session.add(third)
    db.session.commit()
    why, day = {"reason": "Coma", "reason_code": "other"}, timedelta(days=1)
    yesterday = begin_emergency(cast.awa.id, **why, actor=cast.ibrahima, now=utcnow() - day).id
    close_emergency(yesterday, actor=cast.ibrahima, now=utcnow() - day / 2)
    opened = begin_emergency(third.id, **why, actor=cast.ibrahima)
    reading = begin_reading(cast.awa.id, actor=cast.fatou, now=utcnow() + timedelta(hours=1))
    return {"emergency": opened.id, "closed": yesterday, "reading": reading.id}


def _delegations(cast):
    """Somebody who follows Awa's file, somebody who followed it until today, and somebody who may be named."""
    people = {name: _patient(name, number) for number, name in enumerate(("delegate", "former", "spare"), 70)}
    db.session.add_all(people.values())
    db.session.commit()
    named = {
        name: begin_delegation(cast.awa.id, people[name].patient_number, bond="mon frère", actor=cast.awa).id
        for name in ("delegate", "former")
    }
    end_delegation(named["former"], actor=cast.awa)
    return {name: row.id for name, row in people.items()} | {"delegation": named["delegate"]}


def _patient(name, number):
    said = {"name": name.title(), "search_name": name, "email": f"{name}@fadjma.example", "birth_date": date(2019, 5, 1)}
    own = {"patient_number": f"P{number:08d}", "password_hash": PASSWORD_HASH, "created_at": utcnow()}
    return User(role=Role.PATIENT, status=AccountStatus.ACTIVE, **said, **own)


def _parts(there):
    """Return the lines and dispense records that acts are about."""
    lines = {f"{name}.line_id": ordonnances.again(there[name]).lines[0].id for name in ("validated", "ready", "short")}
    return lines | {"delivered.dispense_id": ordonnances.again(there["delivered"]).dispenses[0].id}


def _duty(cast):
    tonight = {"starts_at": utcnow(), "ends_at": utcnow() + timedelta(hours=12)}
    return add_duty(pharmacy_id=cast.plateau.id, **tonight, actor=cast.ousmane)


def _accounts(cast):
    spare = {name: _doctor(name) for name in ("active", "suspended")}
    db.session.add_all(spare.values())
    db.session.commit()
    administer_account(spare["suspended"].id, AccountStatus.SUSPENDED, actor=cast.ousmane)
    return {f"{name}_account": row.id for name, row in spare.items()} | {"pending_account": cast.ndeye.id}


def _doctor(name):
    return User(role=Role.DOCTOR, status=AccountStatus.ACTIVE, name=f"Dr {name}", search_name=f"dr {name}",
                email=f"{name}@fadjma.example", password_hash=PASSWORD_HASH, created_at=utcnow())  # fmt: skip


def _small_things(cast):
    lot = db.session.scalars(db.select(StockItem).where(StockItem.pharmacy_id == cast.plateau.id)).first()
    notice = db.session.scalars(db.select(Fact).where(Fact.name == "AccessRequested")).first()
    later = utcnow() + timedelta(hours=1)  # it may be taken back for seconds only
    read_all_notifications(actor=cast.awa, now=later)
    return {"lot": lot.id, "notice": notice.id, "marked": last_read_together(cast.awa, later)}


def form(things):
    """Return a form with every field of every page, each with something that would be taken."""
    later = (utcnow().date() + timedelta(days=90)).isoformat()
    again = {"override": "Le même traitement continue"}
    again |= {"seen": "duplicate:substance:salbutamol:salbutamol"}
    words = {"reason": "Erreur", "note": "", "title": "A", "content": "B", "kind": "note", "version": "1", "message": "B"}
    words |= {"level": "read", "days": "3", "mode": "pickup", "address": "", "audience": "doctors", "valid_days": "30"}
    night = {"starts_at": f"{later}T20:00", "ends_at": f"{later}T23:00", "lines.0.line_id": str(things["ready.line_id"])}
    words |= night
    line = {"lines.0.medication": "Salbutamol", "lines.0.dosage": "100 µg", "lines.0.quantity": "1"}
    words |= again
    account = {"role": "doctor", "name": "Mariama", "email": "m@fadjma.example", "town": "Thiès", "password": NEW_PASSWORD}
    stock = {"medication": "Or", "lot": "1", "expires_on": later, "quantity": "3", "stock_item_id": str(things["lot"])}
    place = {"pharmacy_id": str(things["medina"]), "current_password": PASSWORD, "verdict": "justified"}
    words |= {"delegate": SPARE, "bond": "mon frère", "until": ""}
    return words | line | account | stock | place | {"matricule": things["matricule"], "pickup_code": things["code"]}


def bodies(things):
    """Return {call of the API: a body that would be taken} of those that need one."""
    patient, reason = {"patient_id": str(things["patient"])}, {"reason": "Erreur"}
    asked, line = {"level": "read", "days": 3} | reason, {"medication": "Salbutamol", "dosage": "100 µg", "quantity": 1}
    place, account = (
        {"pharmacy_id": str(things["medina"])},
        {"role": "doctor", "name": "Mariama", "email": "m@fadjma.example"},
    )
    later = (utcnow().date() + timedelta(days=90)).isoformat()
    again = {"override": "Le même traitement continue"}
    step = "POST /api/v1/prescriptions/<uuid:id>"
    return {
        "POST /api/v1/delegations": {"delegate": SPARE, "bond": "mon frère", "password": PASSWORD},
        "PUT /api/v1/me/language": {"language": "en"},
        "POST /api/v1/sessions": {"login": "awa@fadjma.example", "password": PASSWORD},
        "POST /api/v1/access-requests": {"patient_id": str(things["other_patient"])} | asked,
        "POST /api/v1/admin/users": account | {"password": NEW_PASSWORD},
        "POST /api/v1/admin/users/<uuid:id>/assignment": {"role": "pharmacist"} | place,
        "POST /api/v1/admin/emergencies/<uuid:id>/review": {"verdict": "justified"},
        "POST /api/v1/admin/announcements": {"audience": "doctors", "title": "A", "message": "B"},
        "POST /api/v1/medical-records": patient | {"kind": "note", "title": "A", "content": "B"},
        "PUT /api/v1/medical-records/<uuid:id>": {"title": "C", "version": 1} | reason,
        "POST /api/v1/prescriptions": patient | {"lines": [line], **again},
        f"{step}/renewal-request/acceptance": again,
        f"{step}/pharmacy": place,
        f"{step}/cancellation": reason,
        f"{step}/cancellation/refusal": reason,
        f"{step}/delivery": {"pickup_code": things["code"]},
        f"{step}/lines/<uuid:line_id>/non-dispensing": {"reason": "out_of_stock"},
        f"{step}/lines/<uuid:line_id>/replacement": line | again,
        f"{step}/dispenses/<uuid:dispense_id>/reversal": reason,
        f"{step}/return": reason,
        f"{step}/delivery-request": {"mode": "pickup"},
        f"{step}/renewal-request/refusal": reason,
        "POST /api/v1/admin/duties": place | {"starts_at": f"{later}T20:00:00Z", "ends_at": f"{later}T23:00:00Z"},
        "POST /api/v1/stock/imports": {"csv": f"medication,lot,expires_on,quantity\nOr,1,{later},3"},
        "POST /api/v1/stock/receipts": {"medication": "Or", "lot": "1", "expires_on": later, "quantity": 3},
        "POST /api/v1/stock/adjustments": {"stock_item_id": str(things["lot"]), "quantity": -1} | reason,
    }
