"""The cast, and how they stand to each other.

Awa is a patient and Fatou her doctor (approved, read and write). Moussa is a patient nobody has access to. Ibrahima is a
doctor without access to anyone. Aminata and Seynabou are pharmacists of the Pharmacie du Plateau, Cheikh of the
Pharmacie de la Médina. Ousmane is the clinic's admin; Ndeye a doctor who waits for verification.
"""

from datetime import date, timedelta

from fadjma.domain.access_requests import Level, Status
from fadjma.domain.accounts import Status as AccountStatus
from fadjma.domain.roles import Role
from fadjma.domain.stock import medication_key
from fadjma.extensions import db
from fadjma.models import AccessRequest, Pharmacy, StockItem, User
from fadjma.models.types import utcnow

PASSWORD = "fadjma-demo"
# argon2id of PASSWORD with the application's own parameters: hashing it anew in each test would cost more than the test.
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$DzkZZnPXoqWNKnNGUw870w$v6IKC+xKuM5pYbEc4p1j3Ig6bl/sERXpsP7bpR3+ELo"
PEOPLE = {
    "awa": (Role.PATIENT, "Awa Ndiaye"),
    "moussa": (Role.PATIENT, "Moussa Sarr"),
    "fatou": (Role.DOCTOR, "Dr Fatou Diop"),
    "ibrahima": (Role.DOCTOR, "Dr Ibrahima Fall"),
    "ndeye": (Role.DOCTOR, "Dr Ndèye Sow"),
    "aminata": (Role.PHARMACIST, "Aminata Ba"),
    "seynabou": (Role.PHARMACIST, "Seynabou Kane"),
    "cheikh": (Role.PHARMACIST, "Cheikh Gueye"),
    "ousmane": (Role.ADMIN, "Ousmane Sy"),
}
MEDINA = {"cheikh"}


class Cast:
    """The people by first name, as rows of the current session: `cast.awa`, `cast.plateau`."""

    def __init__(self, ids):
        self.ids = ids

    def __getattr__(self, name):
        try:
            kind, id = self.ids[name]
        except KeyError:
            raise AttributeError(name) from None
        return db.session.get(kind, id)


def hire():
    """Write the cast into an empty database; return it. Needs an application context."""
    now = utcnow()
    plateau = Pharmacy(name="Pharmacie du Plateau", town="Dakar", created_at=now)
    medina = Pharmacy(name="Pharmacie de la Médina", town="Dakar", created_at=now)
    db.session.add_all([plateau, medina])
    db.session.flush()
    rows = {"plateau": plateau, "medina": medina}
    for number, (login, (role, name)) in enumerate(PEOPLE.items(), 1):
        rows[login] = _person(login, role, name, number, medina if login in MEDINA else plateau, now)
    db.session.add_all(rows.values())
    db.session.flush()
    rows["grant"] = AccessRequest(
        patient_id=rows["awa"].id,
        doctor_id=rows["fatou"].id,
        status=Status.APPROVED,
        level=Level.WRITE,
        reason="Suivi de l’asthme",
        days=90,
        created_at=now,
        decided_at=now,
        expires_at=now + timedelta(days=90),
    )
    db.session.add(rows["grant"])
    for pharmacy in (plateau, medina):
        for medication in ("Salbutamol", "Paracétamol", "Amoxicilline"):
            db.session.add(_lot(pharmacy, medication, now))
    db.session.flush()
    ids = {name: (type(row), row.id) for name, row in rows.items()}
    db.session.commit()
    return Cast(ids)


def _person(login, role, name, number, pharmacy, now):
    return User(
        role=role,
        status=AccountStatus.PENDING if login == "ndeye" else AccountStatus.ACTIVE,
        name=name,
        search_name=medication_key(name),
        email=f"{login}@fadjma.example",
        phone=f"+22177000{number:04d}",
        birth_date=date(1990, 5, number) if role == Role.PATIENT else None,
        patient_number=f"P{number:08d}" if role == Role.PATIENT else None,
        password_hash=PASSWORD_HASH,
        town="Dakar",
        establishment="Hôpital Principal" if role == Role.DOCTOR else "",
        pharmacy_id=pharmacy.id if role == Role.PHARMACIST else None,
        created_at=now - timedelta(days=1),
        verified_at=now,
    )


def _lot(pharmacy, medication, now):
    return StockItem(
        pharmacy_id=pharmacy.id,
        medication=medication,
        medication_key=medication_key(medication),
        lot="A1",
        expires_on=now.date() + timedelta(days=400),
        on_hand=100,
        threshold=10,
    )


def sign_in(app, name):
    """Return the browser of one of the cast, just signed in."""
    browser = app.test_client()
    answer = browser.post("/login", data={"login": f"{name}@fadjma.example", "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return browser


def act(browser, path, **form):
    """Post `form` from a page, with the CSRF value its JavaScript would send; return the answer."""
    csrf = browser.get_cookie("csrf_access_token").value
    return browser.post(path, data=form, headers={"X-CSRF-TOKEN": csrf, "HX-Request": "true"})


def told(socket, name=None):
    """Return the frames a Socket.IO test client has heard since last asked, of event `name` or all but `connected`."""
    return [
        event["args"][0]
        for event in socket.get_received()
        if (event["name"] == name if name else event["name"] != "connected")
    ]
