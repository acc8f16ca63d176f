"""Words for what the domain names: states, kinds, roles, refusals. What templates show, in the language of their reader."""

from jinja2 import pass_context

from ...domain import accounts as people
from ...domain.checks import for_pharmacy
from ...languages import current
from .access_log import ACTS, SUBJECTS
from .access_requests import ACCESS_STATUSES, DEEDS, DEEDS_THERE, LEVELS, REASON_CODES
from .accounts import ACCOUNT_STATUSES, AUDIENCES, ROLES
from .fields import RECEIPT_COLUMNS, field_name
from .medical_records import ALLERGY_GROUPS, DATA_FIELDS, FILE_TYPES, KINDS, SEVERITIES, VITAL_SIGNS, file_size
from .prescriptions import ANSWERS, MODES, PAIRINGS, PRESCRIPTION_STATUSES, WHY_NOT
from .refusals import REFUSALS, field_errors, sentence

__all__ = ["KINDS", "RECEIPT_COLUMNS", "REFUSALS", "field_errors", "sentence"]
FILTERS = {
    "role": ROLES,
    "account_status": ACCOUNT_STATUSES,
    "level": LEVELS,
    "deed": DEEDS,
    "deed_there": DEEDS_THERE,
    "access_status": ACCESS_STATUSES,
    "reason_code": REASON_CODES,
    "prescription_status": PRESCRIPTION_STATUSES,
    "kind": KINDS,
    "severity": SEVERITIES,
    "why_not": WHY_NOT,
    "answer": ANSWERS,
    "mode": MODES,
    "audience": AUDIENCES,
    "allergy_group": ALLERGY_GROUPS,
    "pairing": PAIRINGS,
    "act": ACTS,
    "file_type": FILE_TYPES,
    "subject_name": SUBJECTS,
}


def init_app(app):
    """Make each vocabulary a filter: `{{ prescription.status|prescription_status }}`."""
    app.jinja_env.filters |= {name: looked_up(words) for name, words in FILTERS.items()}
    shown = {"VITAL_SIGNS": VITAL_SIGNS, "DATA_FIELDS": DATA_FIELDS, "KINDS": KINDS, "LEVELS": LEVELS}
    shown |= {"REASON_CODES": REASON_CODES, "WHY_NOT": WHY_NOT}
    app.jinja_env.globals |= shown | {"SEVERITIES": SEVERITIES, "PRESCRIPTION_STATUSES": PRESCRIPTION_STATUSES}
    app.jinja_env.filters["age"] = people.age
    app.jinja_env.filters["for_pharmacy"] = for_pharmacy
    app.jinja_env.filters["of"] = of
    app.jinja_env.filters["field_name"] = field_name
    app.jinja_env.filters["file_size"] = file_size
    app.extensions |= {"refusals": REFUSALS, "words": FILTERS}  # the API and what is printed say the same


def looked_up(words):
    """Return the filter of a vocabulary. It asks for the context so that no template keeps what it said when compiled."""
    return pass_context(lambda _, word: words[word])


def of(name):
    """Return a name after « de »: « d’Awa Ndiaye », « de Moussa Sarr », « du Dr Fatou Diop »; in English, the name alone."""
    if current() == "en":
        return name
    if name.startswith("Dr "):
        return f"du {name}"
    return f"d’{name}" if name[:1] in "AEIOUÀÂÉÈÊÎÔÙ" else f"de {name}"
