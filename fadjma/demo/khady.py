"""Khady Faye's story: a year and more of diabetes and hypertension, followed by Dr Fatou Diop.

The doctor's access has since ended: of these people, only Awa has a doctor who may open her file (README.md).
"""

from ..commands.notifications import read_all_notifications
from . import access, medical_records, prescriptions
from .access import Grant
from .khady_file import ENTRIES
from .people import MEDINA
from .prescriptions import Line, Ordonnance

GRANTS = [
    Grant(asked=398, days=365, reason="Suivi du diabète et de la tension artérielle"),
    Grant(asked=32, days=31, reason="Bilan annuel et adaptation du traitement"),
]

EMERGENCY = {"day": 33, "reason": "Malaise hypoglycémique, amenée par une voisine", "reason_code": "cannot_consent"}


def _line(medication, dosage, quantity, instructions, form="comprimé", **posology):
    words = {"medication": medication, "dosage": dosage, "form": form, "instructions": instructions}
    return Line(**words, quantity=quantity, posology=posology)


METFORMINE = _line("Metformine", "850 mg", 3, "1 comprimé matin et soir, au milieu du repas", morning=1, evening=1)
AMLODIPINE = _line("Amlodipine", "5 mg", 3, "1 comprimé le matin", morning=1)
PERINDOPRIL = _line("Périndopril", "5 mg", 3, "1 comprimé le matin, avant le repas", morning=1)
ATORVASTATINE = _line("Atorvastatine", "20 mg", 3, "1 comprimé le soir", evening=1)
GLICLAZIDE = _line("Gliclazide", "30 mg", 2, "1 comprimé le matin", morning=1)
OMEPRAZOLE = _line("Oméprazole", "20 mg", 1, "1 gélule le matin pendant 4 semaines", "gélule", morning=1)
CETIRIZINE = _line("Cétirizine", "10 mg", 1, "1 comprimé le soir pendant 10 jours", evening=1)
FER = _line("Fer", "66 mg", 2, "1 comprimé par jour, loin des repas")
CIPROFLOXACINE = _line("Ciprofloxacine", "500 mg", 1, "1 comprimé matin et soir pendant 7 jours", morning=1, evening=1)
HYDROCHLOROTHIAZIDE = _line("Hydrochlorothiazide", "12,5 mg", 2, "1 comprimé le matin", morning=1)
INSULINE = _line("Insuline glargine", "100 UI/mL", 2, "10 unités le soir au coucher", "stylo", night=10)
RELAY = "Prend le relais d’une ordonnance qui n’est délivrée qu’en partie."
ORDONNANCES = [
    Ordonnance(395, "delivered", [METFORMINE, AMLODIPINE]),
    Ordonnance(362, "delivered", [OMEPRAZOLE], holder=MEDINA),
    Ordonnance(303, "delivered", [METFORMINE, AMLODIPINE]),
    Ordonnance(271, "cancelled", [PERINDOPRIL, HYDROCHLOROTHIAZIDE], reason="Dosage à revoir : une autre ordonnance suit."),
    Ordonnance(270, "delivered", [PERINDOPRIL]),
    Ordonnance(212, "delivered", [METFORMINE, PERINDOPRIL, ATORVASTATINE]),
    Ordonnance(181, "expired", [CETIRIZINE], valid_days=30),
    Ordonnance(121, "returned, then delivered", [METFORMINE, GLICLAZIDE], holder=MEDINA, reason="Gliclazide en rupture."),
    Ordonnance(64, "delivered", [CIPROFLOXACINE], chosen=False, holder=MEDINA),
    Ordonnance(29, "delivered at home, renewed", [METFORMINE, PERINDOPRIL], reason="Il me reste une semaine de traitement."),
    Ordonnance(22, "cancelled once claimed", [FER], holder=MEDINA, reason="Ferritine normale au contrôle."),
    Ordonnance(7, "partially_delivered", [ATORVASTATINE, GLICLAZIDE]),
    Ordonnance(6, "cancellation_requested", [HYDROCHLOROTHIAZIDE], holder=MEDINA, reason="Kaliémie basse au dernier bilan."),
    Ordonnance(2, "ready", [METFORMINE, GLICLAZIDE], override=RELAY),
    Ordonnance(3, "in_preparation", [PERINDOPRIL, ATORVASTATINE], override=RELAY),
    Ordonnance(3, "validated", [OMEPRAZOLE], holder=MEDINA),
    Ordonnance(2, "issued", [INSULINE]),
    Ordonnance(2, "issued", [CETIRIZINE], chosen=False),
]


def stories(clinic):
    """Return her access, file and ordonnances; she has read her notifications up to four days ago."""
    khady = clinic.khady
    return [
        *(access.story(clinic, khady, grant) for grant in GRANTS),
        access.emergency(clinic, khady, **EMERGENCY),
        *medical_records.stories(clinic, khady, ENTRIES),
        *prescriptions.stories(clinic, khady, ORDONNANCES),
        _reading(clinic),
    ]


def _reading(clinic):
    now = yield clinic.calendar.on(4, 20)
    read_all_notifications(actor=clinic.khady, now=now)
