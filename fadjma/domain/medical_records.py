"""The medical record: its kinds, the structured data of each, who may write and amend."""

from enum import StrEnum
from typing import Any

from .errors import Conflict, Forbidden, Invalid
from .roles import Role
from .texts import folded


class Kind(StrEnum):
    """What an entry is about."""

    CONSULTATION = "consultation"
    TEST_RESULT = "test_result"
    VACCINATION = "vaccination"
    ALLERGY = "allergy"
    VITAL_SIGNS = "vital_signs"
    IMAGING = "imaging"
    HOSPITALIZATION = "hospitalization"
    NOTE = "note"


# Plausible bounds, not normal ones: what a device can read of a living person, newborn to adult. The house's own, wide
# enough never to refuse a true reading.
VITAL_SIGNS = {
    "systolic": (30, 300),  # mmHg
    "diastolic": (10, 200),  # mmHg
    "pulse": (10, 300),  # /min
    "temperature": (25, 45),  # °C
    "weight": (0.3, 400),  # kg
    "height": (20, 260),  # cm
    "glycaemia": (0.1, 15),  # g/L
    "spo2": (30, 100),  # %
}
TEXTS = {
    Kind.VACCINATION: {"vaccine": True, "dose": False, "lot": False},
    Kind.ALLERGY: {"substance": True, "reaction": False, "severity": False},
    Kind.TEST_RESULT: {"analyte": True, "value": True, "unit": False, "reference": False},
}  # field → required
WITH_DATA = frozenset({Kind.VITAL_SIGNS, *TEXTS})  # these may do without a text
SEVERITIES = ("mild", "moderate", "severe")
LIGATURES = {0x153: "oe", 0xE6: "ae"}  # code points
TITLE_LENGTH, CONTENT_LENGTH, TEXT_LENGTH, REASON_LENGTH = 160, 20_000, 200, 500
LONGEST_SEARCH = 100  # characters


def _measure_problem(name, value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "not_a_number"
    least, most = VITAL_SIGNS[name]
    return None if least <= value <= most else "implausible"


def _vital_signs_problems(data):
    problems = {f"data.{n}": _measure_problem(n, v) if n in VITAL_SIGNS else "unknown_field" for n, v in data.items()}
    problems = {field: code for field, code in problems.items() if code}
    if not data:
        problems["data"] = "at_least_one_measure"
    if not problems and data.get("diastolic", 0) >= data.get("systolic", 1000):
        problems["data.diastolic"] = "implausible"
    return problems


def _text_problems(data, fields):
    problems = {f"data.{name}": "unknown_field" for name in data if name not in fields}
    for name, required in fields.items():
        value = data.get(name, "")
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            problems[f"data.{name}"] = "wrong_type"
        elif required and not str(value).strip():
            problems[f"data.{name}"] = "required"
        elif len(str(value)) > TEXT_LENGTH:
            problems[f"data.{name}"] = "too_long"
    return problems


def data_problems(kind, data):
    """Return {field: code} of what is wrong with the structured `data` of an entry of `kind`."""
    if kind == Kind.VITAL_SIGNS:
        return _vital_signs_problems(data)
    if kind in TEXTS:
        problems = _text_problems(data, TEXTS[kind])
        if kind == Kind.ALLERGY and data.get("severity") not in (None, "", *SEVERITIES):
            problems["data.severity"] = "unknown_value"
        return problems
    return {"data": "no_data_for_this_kind"} if data else {}


def check(*, kind, title, content, data: dict[str, Any]):
    """Raise Invalid unless title (1–160), content (≤ 20,000 characters) and the kind's data are right."""
    errors = data_problems(kind, data)
    if not title.strip():
        errors["title"] = "required"
    elif len(title) > TITLE_LENGTH:
        errors["title"] = "too_long"
    if len(content) > CONTENT_LENGTH:
        errors["content"] = "too_long"
    if kind not in WITH_DATA and not content.strip():
        errors["content"] = "required"
    if errors:
        raise Invalid(**errors)


def search_key(text):
    """Return a text as it is searched: without case, accents, ligatures or line breaks."""
    return folded(text.casefold().translate(LIGATURES))


def searchable(title, content, data):
    """Return the words of an entry as they are searched."""
    return search_key(" ".join([title, content, *map(str, data.values())]))


def may_write(grant, *, actor):
    """Refuse a doctor whose access does not include writing."""
    if actor.role != Role.DOCTOR or grant is None or grant.level != "write":
        raise Forbidden("no_write_access")


def may_amend(medical_record, *, actor, version, reason):
    """Refuse whoever is not the author, a stale `version`, or an amendment without a reason (1–500 characters)."""
    if actor.id != medical_record.author_id:
        raise Forbidden("only_the_author_amends")
    if not (reason or "").strip():
        raise Invalid(reason="required")
    if len(reason) > REASON_LENGTH:
        raise Invalid(reason="too_long")
    if version != medical_record.version:
        raise Conflict("stale_version")
