"""A crowd around the cast: many of everything that lists hold, each by somebody else; and where the lists are."""

from datetime import timedelta

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.medical_records import add_medical_record, read_file
from fadjma.commands.notifications import announce
from fadjma.commands.prescriptions import issue_prescription
from fadjma.commands.stock import receive_stock
from fadjma.domain.access_requests import Status
from fadjma.domain.signing import Line
from fadjma.extensions import db
from fadjma.models import User
from fadjma.models.types import utcnow

PAGES = {
    "awa": "/patient/ /patient/prescriptions /patient/medical-records /patient/access-requests /patient/access-log "
    "/notifications /account",
    "fatou": "/doctor/ /doctor/prescriptions /doctor/patients /notifications",
    "aminata": "/pharmacist/ /pharmacist/stock /notifications",
    "ousmane": "/admin/ /admin/users /admin/audit /admin/announcements /admin/pharmacies /admin/emergencies /notifications",
}
API = {
    "awa": "/access-log /access-requests /medical-records /prescriptions /notifications /readings /sessions /pharmacies",
    "fatou": "/access-requests /prescriptions /patients?q=Awa /notifications",
    "aminata": "/prescriptions /stock",
    "ousmane": "/admin/users /admin/emergencies /admin/metrics",
}
LINE = Line(medication="Paracétamol", dosage="1 g matin et soir", quantity=10)


def everywhere(where):
    """Return (person, path) of every list in `where`."""
    return [(name, path) for name, paths in where.items() for path in paths.split()]


def gather(cast, numbers):
    """Let a doctor and a patient come for each number, and happen between them and the cast what fills everybody's lists."""
    for number in numbers:
        doctor, patient = _somebody("doctor", number), _somebody("patient", number)
        db.session.commit()
        _visits(cast, doctor.id, patient.id)
        issue_prescription(cast.awa.id, lines=[LINE], pharmacy_id=cast.plateau.id, override="Suivi", actor=cast.fatou)
        add_medical_record(cast.awa.id, kind="note", title=f"Suivi {number}", content="Stable.", actor=cast.fatou)
        announce(audience="everyone", title=f"Avis {number}", message="Samedi.", actor=cast.ousmane)
        in_a_year = utcnow().date() + timedelta(days=365)
        receive_stock(medication=f"Sirop {number}", lot="A", expires_on=in_a_year, quantity=5, actor=cast.aminata)


def _visits(cast, doctor_id, patient_id):
    """The new doctor reads Awa's file; Fatou may read the new patient's, and writes them an ordonnance."""
    asked = request_access(cast.awa.id, reason="Avis", level="read", days=5, actor=db.session.get(User, doctor_id))
    decide_access_request(asked.id, Status.APPROVED, actor=cast.awa)
    read_file(cast.awa.id, actor=db.session.get(User, doctor_id))
    mine = request_access(patient_id, reason="Suivi", level="write", days=5, actor=cast.fatou)
    decide_access_request(mine.id, Status.APPROVED, actor=db.session.get(User, patient_id))
    issue_prescription(patient_id, lines=[LINE], pharmacy_id=cast.plateau.id, actor=cast.fatou)


def _somebody(role, number):
    waiting = User(role="doctor", status="pending", name=f"Dr {number}", search_name=f"dr {number}", password_hash="-")
    waiting.email = f"waiting-{number}@fadjma.example"
    person = User(role=role, status="active", name=f"Sow {number}", search_name=f"sow {number}", password_hash="-")
    person.email, person.town = f"{role}-{number}@fadjma.example", "Thiès"
    db.session.add_all([person] + ([waiting] if role == "doctor" else []))
    return person
