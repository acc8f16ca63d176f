"""Interactions: pairs of medicines that should not meet, as a table says that names its source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .medications import Substance, key, levels
from .sheets import Sheet, only_once, read

GROUP = re.compile(r"[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?")  # an ATC code or the beginning of one
EFFECT_LENGTH = 300
COLUMNS = {
    "first": ("first", "substance 1", "medicament 1"),
    "second": ("second", "substance 2", "medicament 2"),
    "severity": ("severity", "niveau", "gravite"),
    "effect": ("effect", "effet"),
}


class Severity(StrEnum):
    """How grave a pair is, gravest first; a precaution is said and hinders nothing."""

    CONTRAINDICATED = "contraindicated"
    DISCOURAGED = "discouraged"
    PRECAUTION = "precaution"


SEVERITIES = list(Severity)
HINDERS = frozenset({Severity.CONTRAINDICATED, Severity.DISCOURAGED})


@dataclass(frozen=True)
class Interaction:
    """One pair: each side an ATC code, the beginning of one, or a substance's key."""

    first: str
    second: str
    severity: Severity
    effect: str
    source: str = ""


def sides(substance: Substance) -> set[str]:
    """Return everything that a table may call a substance."""
    return set(substance.names) | {level for code in substance.codes for level in levels(code)}


def gravest(one: Substance, other: Substance, table: Iterable[Interaction]) -> Interaction | None:
    """Return the gravest pair of `table` that two substances make, or None. A substance makes none with itself."""
    if one.names & other.names:
        return None
    ones, others = sides(one), sides(other)
    found = [row for row in table if _pairs(row, ones, others) or _pairs(row, others, ones)]
    return min(found, key=lambda row: SEVERITIES.index(row.severity), default=None)


def _pairs(row: Interaction, ones: set[str], others: set[str]) -> bool:
    return row.first in ones and row.second in others


def read_table(text: str) -> Sheet:
    """Return the Sheet of Interactions in a CSV; raise BadSheet, naming what is wrong."""
    sheet = read(text, COLUMNS, _interaction)
    only_once((n, frozenset({row.first, row.second})) for n, row in enumerate(sheet.rows, 1))
    return sheet


def _interaction(row: dict[str, str]) -> Interaction:
    first, second = (_side(row.get(name, "")) for name in ("first", "second"))
    severity, effect = row.get("severity", "").lower(), " ".join(row.get("effect", "").split())
    if severity not in SEVERITIES:
        raise ValueError(f"severity {severity[:20]!r} is none of {', '.join(SEVERITIES)}")
    if not effect or len(effect) > EFFECT_LENGTH:
        raise ValueError(f"an effect of 1 to {EFFECT_LENGTH} characters is missing")
    return Interaction(first, second, Severity(severity), effect)


def _side(text: str) -> str:
    side = text.strip() if GROUP.fullmatch(text.strip()) else key(text)
    if not side or len(side) > 120:
        raise ValueError("a side without a name")
    return side
