"""Access to a file: what it allows, where it stands, and why one was opened in an emergency."""

from ...languages import Vocabulary

LEVELS = Vocabulary({"read": "Lecture", "write": "Lecture et écriture"})
DEEDS = Vocabulary(
    {"read": "lire votre dossier", "write": "lire votre dossier et y écrire"}
)  # a level, as its patient is told of it
DEEDS_THERE = Vocabulary({"read": "lire ce dossier", "write": "lire ce dossier et y écrire"})  # as who follows it is told
ACCESS_STATUSES = Vocabulary(
    {
        "pending": "En attente",
        "approved": "Accordé",
        "rejected": "Refusé",
        "cancelled": "Annulé",
        "lapsed": "Sans réponse",
        "revoked": "Coupé",
        "expired": "Terminé",
        "emergency": "Urgence",
        "closed": "Urgence terminée",
        "justified": "Urgence justifiée",
        "contested": "Urgence contestée",
    }
)
REASON_CODES = Vocabulary(
    {
        "life_threatening": "Pronostic vital engagé",
        "cannot_consent": "Le patient ne peut pas répondre",
        "minor_alone": "Enfant sans parent joignable",
        "handover": "Relève ou transfert",
        "other": "Autre",
    }
)
