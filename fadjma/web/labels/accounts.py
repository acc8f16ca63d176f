"""Accounts: roles, where an account stands, and whom an announcement is for."""

from ...languages import Vocabulary

ROLES = Vocabulary({"patient": "Patient", "doctor": "Médecin", "pharmacist": "Pharmacien", "admin": "Administration"})
ACCOUNT_STATUSES = Vocabulary({"pending": "À vérifier", "active": "Actif", "suspended": "Suspendu"})
AUDIENCES = Vocabulary(
    {"doctors": "Médecins", "pharmacists": "Pharmaciens", "patients": "Patients", "everyone": "Tout le monde"}
)
