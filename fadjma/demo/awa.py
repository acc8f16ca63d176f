"""Awa Ndiaye's story: asthma, followed by her doctor, Fatou Diop, who may read and write in her file."""

from . import access, medical_records, prescriptions
from .access import Grant
from .medical_records import Entry, vital_signs
from .prescriptions import Line, Ordonnance

GRANT = Grant(asked=46, days=365, reason="Suivi de l’asthme")
ENTRIES = [
    Entry(45, "consultation", "Asthme intermittent", "Toux de nuit et sifflements à l’effort depuis l’hivernage. "
          "Technique d’inhalation montrée. Traitement de fond commencé."),
    vital_signs(45, 118, 74, 78, 61.5, temperature=36.7, spo2=97),
    Entry(45, "allergy", "Allergie à l’arachide", "Gonflement des lèvres dans l’enfance.",
          {"substance": "Arachide", "reaction": "Gonflement des lèvres", "severity": "severe"}),
    vital_signs(15, 116, 72, 74, 61.8, spo2=99),
    Entry(15, "consultation", "Contrôle à un mois", "Plus de réveils la nuit. Traitement de fond à arrêter "
          "dans deux semaines."),
]  # fmt: skip
ORDONNANCES = [
    Ordonnance(45, "delivered", valid_days=30, lines=[
        Line("Béclométasone", "250 µg", 1, "aérosol", "1 bouffée matin et soir, puis rincer la bouche",
             posology={"morning": 1, "evening": 1}),
    ]),
]  # fmt: skip


def stories(clinic):
    """Return her access, file and ordonnance."""
    awa = clinic.awa
    return [
        access.story(clinic, awa, GRANT),
        *medical_records.stories(clinic, awa, ENTRIES),
        *prescriptions.stories(clinic, awa, ORDONNANCES),
    ]
