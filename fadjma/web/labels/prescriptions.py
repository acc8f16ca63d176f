"""Ordonnances: where one stands, what becomes of a line, and how it is handed over."""

from ...languages import CLINICAL, Vocabulary

PRESCRIPTION_STATUSES = Vocabulary(
    {
        "issued": "Émise",
        "validated": "Validée",
        "in_preparation": "En préparation",
        "ready": "Prête",
        "partially_delivered": "Délivrée en partie",
        "delivered": "Délivrée",
        "cancellation_requested": "Annulation demandée",
        "cancelled": "Annulée",
        "expired": "Expirée",
    }
)
WHY_NOT = Vocabulary(
    {"out_of_stock": "rupture de stock", "refused": "refusé par le patient", "unsuitable": "ne convient pas"}
)
ANSWERS = Vocabulary({"pending": "En attente", "accepted": "Acceptée", "refused": "Refusée", "closed": "Sans suite"})
MODES = Vocabulary({"pickup": "Retrait à la pharmacie", "home": "Livraison à domicile"})
PAIRINGS = Vocabulary(
    {
        "contraindicated": "Association contre-indiquée",
        "discouraged": "Association déconseillée",
        "precaution": "Précaution d’emploi",
    },
    context=CLINICAL,
)
