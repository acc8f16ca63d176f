"""Who the people of the demo clinic are: the table that README.md promises, and what `make run` prints of it."""

from datetime import date

from sqlalchemy import func, select

from ..domain.roles import Role
from ..extensions import db
from ..models import User

PASSWORD = "fadjma-demo"
DOMAIN = "fadjma.example"
PLATEAU, MEDINA = "Pharmacie du Plateau", "Pharmacie de la Médina"
PHARMACIES = [
    {"name": PLATEAU, "town": "Dakar", "phone": "+221338210042"},
    {"name": MEDINA, "town": "Dakar", "phone": "+221338223519"},
]
ADMIN = {"login": "ousmane", "name": "Ousmane Sy", "phone": "+221771000109"}
PATIENTS = [
    {"login": "awa", "name": "Awa Ndiaye", "phone": "+221771000101", "birth_date": date(1994, 7, 12), "town": "Dakar"},
    {"login": "moussa", "name": "Moussa Sarr", "phone": "+221771000102", "birth_date": date(1981, 2, 3), "town": "Thiès"},
    {"login": "khady", "name": "Khady Faye", "phone": "+221771000103", "birth_date": date(1968, 3, 14), "town": "Dakar"},
]
DOCTORS = [
    {
        "login": "fatou",
        "name": "Dr Fatou Diop",
        "phone": "+221771000104",
        "establishment": "Hôpital Principal de Dakar",
        "town": "Dakar",
    },
    {
        "login": "ibrahima",
        "name": "Dr Ibrahima Fall",
        "phone": "+221771000105",
        "establishment": "Centre de santé de Kédougou",
        "town": "Kédougou",
    },
]
PHARMACISTS = [
    {"login": "aminata", "name": "Aminata Ba", "phone": "+221771000106", "pharmacy": PLATEAU},
    {"login": "seynabou", "name": "Seynabou Kane", "phone": "+221771000107", "pharmacy": PLATEAU},
    {"login": "cheikh", "name": "Cheikh Gueye", "phone": "+221771000108", "pharmacy": MEDINA},
]
EVERYONE: dict[Role, list[dict]] = {
    Role.PATIENT: PATIENTS,
    Role.DOCTOR: DOCTORS,
    Role.PHARMACIST: PHARMACISTS,
    Role.ADMIN: [ADMIN],
}


def email(login):
    """Return the e-mail a demo person signs in with."""
    return f"{login}@{DOMAIN}"


def greeting():
    """Return the lines that say who may sign in, or none where this is not the demo clinic."""
    people = [(email(person["login"]), person, role) for role, rows in EVERYONE.items() for person in rows]
    there = db.session.execute(select(func.count()).where(User.email.in_([address for address, *_ in people]))).scalar_one()
    if there < len(people):
        return []
    lines = [f"  {address:<26}{person['name']}, {_what(person, role)}" for address, person, role in people]
    return [f"Sign in with the password {PASSWORD} as", *lines]


def _what(person, role):
    return f"{role}, {person['pharmacy']}" if "pharmacy" in person else str(role)
