"""How the clinic began: its admin, pharmacies and people; and what goes on in it besides the patients' own stories."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

from ..commands.accounts import administer_account, appoint_admin, register
from ..commands.duties import add_duty
from ..commands.notifications import announce, read_all_notifications
from ..commands.passwords import hash_password
from ..commands.pharmacies import open_pharmacy, prefer_pharmacy
from ..domain.accounts import Status
from .clock import Calendar
from .people import ADMIN, DOCTORS, PASSWORD, PATIENTS, PHARMACIES, PHARMACISTS, PLATEAU, email

ANNOUNCEMENT = {
    "audience": "everyone",
    "title": "Vaccination contre la grippe",
    "message": "La campagne commence lundi. Les rendez-vous se prennent à l’accueil de la clinique, de 8 h à 16 h.",
}


@dataclass
class Clinic:
    """The people by login (`clinic.fatou`) and the pharmacies by name: ids alone, so that no row is kept between acts."""

    calendar: Calendar
    people: dict = field(default_factory=dict)
    pharmacies: dict = field(default_factory=dict)

    def __getattr__(self, login):
        try:
            return self.__dict__["people"][login]
        except KeyError:
            raise AttributeError(login) from None


def found(calendar):
    """Make the pharmacies and the accounts; return the clinic."""
    clinic = Clinic(calendar)
    days = count(430, -1)
    admin = appoint_admin(
        name=ADMIN["name"],
        phone=ADMIN["phone"],
        email=email(ADMIN["login"]),
        password_hash=hash_password(PASSWORD),
        now=calendar.on(next(days)),
    )
    clinic.people[ADMIN["login"]] = SimpleNamespace(id=admin.id)
    for pharmacy in PHARMACIES:
        opened = open_pharmacy(**pharmacy, actor=clinic.ousmane, now=calendar.on(next(days)))
        clinic.pharmacies[pharmacy["name"]] = opened.id
    for role, people in (("doctor", DOCTORS), ("pharmacist", PHARMACISTS), ("patient", PATIENTS)):
        for person in people:
            _register(clinic, role, person, calendar.on(next(days)))
    return clinic


def _register(clinic, role, person, now):
    """Let a person register, and the admin verify a professional."""
    told = {name: value for name, value in person.items() if name not in ("login", "pharmacy")}
    told["pharmacy_id"] = clinic.pharmacies.get(person.get("pharmacy"))
    account = register(role=role, password=PASSWORD, email=email(person["login"]), now=now, **told)
    clinic.people[person["login"]] = SimpleNamespace(id=account.id)
    if not account.is_active:
        administer_account(account.id, Status.ACTIVE, actor=clinic.ousmane, now=now + timedelta(hours=2))


def stories(clinic):
    """Return what goes on in the clinic besides its patients' own stories."""
    everyone_else = [login for login in clinic.people if login != "khady"]
    return [
        _usual_pharmacies(clinic),
        _roster(clinic),
        _announcement(clinic),
        *(_reader(clinic, login) for login in everyone_else),
    ]


def _usual_pharmacies(clinic):
    for patient in (clinic.awa, clinic.khady):
        now = yield clinic.calendar.on(400)
        prefer_pharmacy(clinic.pharmacies[PLATEAU], actor=patient, now=now)


def _roster(clinic):
    """The two pharmacies take turns, for the two weeks to come."""
    now = yield clinic.calendar.on(1, 9)
    evening = clinic.calendar.on(1, 20)
    for night in range(15):
        pharmacy = PHARMACIES[night % len(PHARMACIES)]["name"]
        starts_at = evening + timedelta(days=night)
        hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=12)}
        add_duty(pharmacy_id=clinic.pharmacies[pharmacy], **hours, actor=clinic.ousmane, now=now)


def _announcement(clinic):
    now = yield clinic.calendar.on(12)
    announce(**ANNOUNCEMENT, actor=clinic.ousmane, now=now)


def _reader(clinic, login):
    """Somebody who has read everything they were told."""
    now = yield clinic.calendar.ago(minutes=15)
    read_all_notifications(actor=clinic.people[login], now=now)
