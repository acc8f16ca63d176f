"""Fields: what a form and a delivery note call them."""

from ...languages import Vocabulary
from ...languages import gettext as _
from .medical_records import DATA_FIELDS, MEASURES

FIELDS = Vocabulary(
    {
        "title": "Titre",
        "content": "Texte",
        "reason": "Motif",
        "reason_code": "Raison",
        "password": "Mot de passe",
        "pin": "Code PIN",
        "lock_minutes": "Verrouillage",
        "level": "Accès",
        "days": "Durée",
        "medication": "nom",
        "dosage": "dosage",
        "form": "forme",
        "quantity": "quantité",
        "repeats": "renouvellements",
        "instructions": "posologie",
        "morning": "matin",
        "noon": "midi",
        "evening": "soir",
        "night": "coucher",
        "valid_days": "Validité",
        "substitute": "substitut",
        "pickup_code": "Code de retrait",
        "pharmacy_id": "Pharmacie",
        "starts_at": "Début",
        "ends_at": "Fin",
        "file": "Fichier",
        "override": "Motif",
        "delegate": "Téléphone ou numéro de patient",
        "bond": "Lien",
        "until": "Jusqu’au",
    }
)
NAMES = FIELDS | DATA_FIELDS | MEASURES  # as a list of errors names them
RECEIPT_COLUMNS = Vocabulary(
    {
        "medication": "médicament",
        "lot": "lot",
        "expires_on": "péremption",
        "quantity": "quantité",
        "threshold": "seuil",
    }
)


def field_name(name):
    """Return what a form calls a field: « Titre », « Pouls », « Médicament 2, dosage »; "" where it has one name for all."""
    *group, field = name.split(".")
    if group and group[0] == "lines":
        return _("Médicament %(number)d, %(field)s", number=int(group[1]) + 1, field=FIELDS[field])
    return NAMES.get(field, "")
