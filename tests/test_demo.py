"""The demo clinic is the one the contract describes, line by line; made by acts that left their traces, and only once."""

import shutil
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from fadjma import demo
from fadjma.commands import clock
from fadjma.domain.access_requests import Level
from fadjma.domain.access_requests import Status as Access
from fadjma.domain.prescriptions import LineStatus, Status
from fadjma.domain.roles import Role
from fadjma.domain.stock import NEAR_EXPIRY, is_low, medication_key
from fadjma.extensions import db
from fadjma.models import (
    AccessRequest,
    AuditEntry,
    Dispense,
    Fact,
    MedicalRecord,
    Pharmacy,
    Prescription,
    Reservation,
    StockItem,
    StockMovement,
    User,
)
from fadjma.models.types import utcnow
from fadjma.queries import access_log, access_requests, duties, notifications, stock
from fadjma.realtime import audit
from tests.conftest import application
from tests.databases import SECRETS, address
from tests.people import PASSWORD

PEOPLE = {
    "awa": ("Awa Ndiaye", Role.PATIENT, None),
    "moussa": ("Moussa Sarr", Role.PATIENT, None),
    "khady": ("Khady Faye", Role.PATIENT, None),
    "fatou": ("Dr Fatou Diop", Role.DOCTOR, None),
    "ibrahima": ("Dr Ibrahima Fall", Role.DOCTOR, None),
    "aminata": ("Aminata Ba", Role.PHARMACIST, "Pharmacie du Plateau"),
    "seynabou": ("Seynabou Kane", Role.PHARMACIST, "Pharmacie du Plateau"),
    "cheikh": ("Cheikh Gueye", Role.PHARMACIST, "Pharmacie de la Médina"),
    "ousmane": ("Ousmane Sy", Role.ADMIN, None),
}


@pytest.fixture(scope="module")
def app(demo_clinic, tmp_path_factory):
    """The application over a copy of the demo clinic, with the secrets it was made with; only signing in changes it."""
    copy = shutil.copy(demo_clinic, tmp_path_factory.mktemp("clinic") / "demo.db")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in SECRETS.items():
            monkeypatch.setenv(name, value)
        app = application(address(copy), monkeypatch)
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def person(app):
    """Return person("awa") → her row."""
    return lambda login: db.session.scalars(select(User).where(User.email == f"{login}@fadjma.example")).one()


def pharmacy(name):
    return db.session.scalars(select(Pharmacy).where(Pharmacy.name == name)).one()


def rows(kind, *conditions):
    return db.session.scalars(select(kind).where(*conditions)).unique().all()


@pytest.mark.parametrize("login", PEOPLE)
def test_everyone_is_who_the_contract_says(person, login):
    name, role, works_at = PEOPLE[login]
    who = person(login)
    assert (who.name, who.role, who.status) == (name, role, "active")
    assert (who.pharmacy.name if who.pharmacy else None) == works_at
    assert who.phone.startswith("+221") and len(who.phone) == 13
    assert (who.birth_date is not None) == (role == Role.PATIENT)


def test_there_is_nobody_else(app):
    assert db.session.scalar(select(func.count()).select_from(User)) == len(PEOPLE)
    assert {row.name for row in rows(Pharmacy)} == {"Pharmacie du Plateau", "Pharmacie de la Médina"}


@pytest.mark.parametrize("login", PEOPLE)
def test_everyone_signs_in_by_e_mail_or_phone(app, person, login):
    for name in (f"{login}@fadjma.example", person(login).phone):
        answer = app.test_client().post("/login", data={"login": name, "password": PASSWORD})
        assert answer.status_code == 302


def test_the_one_access_in_force_is_fatous_to_awa(person):
    (grant,) = rows(AccessRequest, AccessRequest.status == Access.APPROVED)
    assert (grant.patient_id, grant.doctor_id, grant.level) == (person("awa").id, person("fatou").id, Level.WRITE)
    assert grant.expires_at > utcnow() + timedelta(days=180)
    assert access_requests.reader_ids(person("moussa").id) == access_requests.reader_ids(person("khady").id) == []
    assert rows(AccessRequest, AccessRequest.doctor_id == person("ibrahima").id) == []


def test_nobody_waits_for_an_answer_about_access(app):
    assert rows(AccessRequest, AccessRequest.status == Access.PENDING) == []


def test_awa_goes_to_the_plateau(person):
    assert person("awa").preferred_pharmacy.name == "Pharmacie du Plateau"


def test_moussas_file_is_empty(person):
    moussa = person("moussa").id
    assert rows(MedicalRecord, MedicalRecord.patient_id == moussa) == []
    assert rows(Prescription, Prescription.patient_id == moussa) == []


def test_awa_takes_nothing_now_and_may_be_given_anything(person):
    open_ones = [p for p in rows(Prescription, Prescription.patient_id == person("awa").id) if p.status != Status.DELIVERED]
    assert open_ones == []


def test_khady_has_a_long_history(person):
    khady = person("khady").id
    records = rows(MedicalRecord, MedicalRecord.patient_id == khady)
    assert len(records) >= 30
    assert {record.kind for record in records} == set(MedicalRecord.kind.type.enums)
    assert any(record.version > 1 for record in records)
    measured = sorted(record.created_at for record in records if record.kind == "vital_signs")
    assert len(measured) >= 12
    assert measured[-1] - measured[0] >= timedelta(days=365)


def test_khady_has_ordonnances_in_every_state(person):
    ordonnances = rows(Prescription, Prescription.patient_id == person("khady").id)
    states = Counter(prescription.status for prescription in ordonnances)
    assert len(ordonnances) >= 12
    assert set(states) == set(Status)


@pytest.mark.parametrize("name", ["Pharmacie du Plateau", "Pharmacie de la Médina"])
def test_both_pharmacies_hold_thirty_medicines_in_lots_some_low_some_near_their_end(app, name):
    items, today = rows(StockItem, StockItem.pharmacy_id == pharmacy(name).id), utcnow().date()
    medicines: dict[str, list] = {}
    for item in items:
        medicines.setdefault(item.medication_key, []).append(item)
    assert len(medicines) >= 30 and len(items) > len(medicines)
    assert all(item.lot and item.expires_on > today for item in items)
    assert 2 <= sum(is_low(lots, today=today) for lots in medicines.values()) <= 6
    assert 2 <= sum(item.expires_on <= today + NEAR_EXPIRY for item in items) <= 6


def test_the_plateau_has_a_hundred_of_each_of_the_three(app):
    plateau, names = pharmacy("Pharmacie du Plateau").id, ["Salbutamol", "Paracétamol", "Amoxicilline"]
    free = stock.availability([plateau], names, utcnow().date())
    assert all(free[plateau, medication_key(name)] >= 100 for name in names)


def sums(key, quantity):
    """Return {key: sum of quantity}."""
    return {at: int(units) for at, units in db.session.execute(select(key, func.sum(quantity)).group_by(key))}


def test_the_stock_is_what_its_movements_and_reservations_say(app):
    moved = sums(StockMovement.stock_item_id, StockMovement.quantity)
    reserved = sums(Reservation.stock_item_id, Reservation.quantity)
    for item in rows(StockItem):
        assert (item.on_hand, item.reserved) == (moved[item.id], reserved.get(item.id, 0))


def test_what_was_delivered_was_dispensed(app):
    dispensed = sums(Dispense.line_id, Dispense.quantity)
    for prescription in rows(Prescription):
        for line in prescription.lines:
            assert line.delivered == dispensed.get(line.id, 0)
            assert (line.status == LineStatus.DELIVERED) == (line.delivered == line.quantity)


def test_a_part_delivery_has_its_balance_set_aside(app):
    (prescription,) = rows(Prescription, Prescription.status == Status.PARTIALLY_DELIVERED)
    assert Counter(line.status for line in prescription.lines) == {LineStatus.DELIVERED: 1, LineStatus.OPEN: 1}
    (open_line,) = [line for line in prescription.lines if line.status == LineStatus.OPEN]
    assert sum(r.quantity for r in rows(Reservation, Reservation.line_id == open_line.id)) == open_line.quantity
    assert prescription.pickup_code


def test_time_has_nothing_left_to_do_in_it(app):
    assert clock.run() == 0


def test_one_of_its_pharmacies_is_on_duty_tonight(app):
    assert len({duty.pharmacy_id for duty in duties.tonight()}) in (1, 2)
    assert len(duties.ahead()) >= 14


def test_only_what_a_pharmacy_holds_has_a_pick_up_code(app):
    final_or_unclaimed = {Status.ISSUED, Status.DELIVERED, Status.CANCELLED, Status.EXPIRED}
    for prescription in rows(Prescription):
        assert (prescription.pickup_code is None) == (prescription.status in final_or_unclaimed)


def test_everything_happened_in_the_order_of_time(app):
    for kind, at in ((Fact, Fact.at), (MedicalRecord, MedicalRecord.created_at), (Prescription, Prescription.created_at)):
        moments = db.session.scalars(select(at).order_by(kind.id)).all()
        assert list(moments) == sorted(moments)
        assert moments[-1] < utcnow()


def test_every_entry_and_step_is_in_the_sealed_trail(app):
    assert audit.first_bad_entry() is None
    acts = Counter(db.session.scalars(select(AuditEntry.act)))
    assert acts["MedicalRecordAdded"] == db.session.scalar(select(func.count()).select_from(MedicalRecord))
    assert acts["PrescriptionIssued"] == db.session.scalar(select(func.count()).select_from(Prescription))
    assert acts["AccountRegistered"] == len(PEOPLE)


def test_khady_sees_who_read_her_file_and_has_a_few_things_to_read(person):
    khady = person("khady")
    lines, following = access_log.listed(khady)
    assert following is not None and {line.actor.name for line in lines} == {"Dr Fatou Diop"}
    assert 1 <= notifications.unread_count(khady) <= 20


@pytest.mark.parametrize("login", [login for login in PEOPLE if login != "khady"])
def test_everyone_else_has_read_everything(person, login):
    assert notifications.unread_count(person(login)) == 0


def test_a_clinic_with_accounts_is_left_as_it_is(app):
    before = db.session.scalar(select(func.max(AuditEntry.seq)))
    assert demo.found() is False
    assert db.session.scalar(select(func.max(AuditEntry.seq))) == before


@pytest.mark.parametrize("login", ["awa", "khady", "fatou", "aminata", "cheikh", "ousmane"])
def test_their_dashboards_and_centres_open(app, person, login):
    browser = app.test_client()
    browser.post("/login", data={"login": f"{login}@fadjma.example", "password": PASSWORD})
    for page in (f"/{person(login).role}/", "/notifications"):
        assert browser.get(page).status_code == 200
