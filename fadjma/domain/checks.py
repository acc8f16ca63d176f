"""The checks before an ordonnance is signed: allergies, what is taken already, what should not meet. They help, and decide
nothing: a reason passes them, and is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .allergies import met
from .interactions import HINDERS, Interaction, gravest
from .medications import Entry, Substance, key, recognised


class Kind(StrEnum):
    """What a check is about."""

    ALLERGY = "allergy"
    DUPLICATE = "duplicate"
    INTERACTION = "interaction"


@dataclass(frozen=True)
class Allergy:
    """An allergy as it stands in the file."""

    substance: str
    severity: str = ""


@dataclass(frozen=True)
class Taken:
    """A line of another ordonnance. `active`: on its way; else it was handed over and may still be taken."""

    medication: str
    form: str = ""
    active: bool = True


@dataclass(frozen=True)
class Check:
    """One thing that was found about line `line` (from 0).

    `by` says how an allergy was met (substance, class, cross) or how grave an interaction is; `against` is the allergy or
    the other medication; `group` the class that both belong to.
    """

    line: int
    medication: str
    kind: Kind
    by: str
    against: str
    group: str = ""
    severity: str = ""
    effect: str = ""
    source: str = ""

    @property
    def hinders(self) -> bool:
        """Does it need a reason to be passed?"""
        return self.kind != Kind.INTERACTION or self.by in HINDERS

    @property
    def mark(self) -> str:
        """What it is, wherever its line stands: what a person has seen is known by it."""
        return ":".join((self.kind, self.by, key(self.medication), key(self.against)))

    def said(self) -> dict[str, Any]:
        """Return it as it is kept and answered."""
        return asdict(self) | {"hinders": self.hinders, "mark": self.mark}


def look(
    lines: Iterable[Any],
    *,
    allergies: Iterable[Allergy],
    taken: Iterable[Taken],
    known: Mapping[str, Iterable[Entry]],
    table: Iterable[Interaction],
) -> list[Check]:
    """Return every Check of `lines` (domain Lines), line by line.

    `known` and `table` are what `recognised` and `gravest` take.
    """
    wanted = [(line, recognised(line.medication, known, line.form)) for line in lines]
    feared = [(allergy, recognised(allergy.substance, known)) for allergy in allergies]
    others = [(other, recognised(other.medication, known, other.form)) for other in taken]
    table, found = list(table), []
    for n, (line, substance) in enumerate(wanted):
        about = {"line": n, "medication": line.medication.strip()}
        found += [Check(**about, **said) for said in _allergies(substance, feared)]
        found += [Check(**about, **said) for said in _duplicates(substance, others)]
        beside = [(later.medication.strip(), what) for later, what in wanted[n + 1 :]]
        beside += [(other.medication, what) for other, what in others]
        found += [Check(**about, **said) for said in _interactions(substance, beside, table)]
    return found


def _allergies(substance: Substance, feared: list[tuple[Allergy, Substance]]) -> list[dict[str, Any]]:
    return [
        {"kind": Kind.ALLERGY, "by": how[0], "group": how[1], "against": allergy.substance, "severity": allergy.severity}
        for allergy, what in feared
        if (how := met(what, substance))
    ]


def _duplicates(substance: Substance, others: list[tuple[Taken, Substance]]) -> list[dict[str, Any]]:
    same = dict.fromkeys(other.medication for other, what in others if other.active and what.names & substance.names)
    return [{"kind": Kind.DUPLICATE, "by": "substance", "against": name} for name in same]


def _interactions(
    substance: Substance, beside: list[tuple[str, Substance]], table: list[Interaction]
) -> list[dict[str, Any]]:
    rows = {name: row for name, what in beside if (row := gravest(substance, what, table))}
    return [
        {"kind": Kind.INTERACTION, "by": row.severity, "against": name, "effect": row.effect, "source": row.source}
        for name, row in rows.items()
    ]


def for_pharmacy(alerts: Iterable[dict[str, Any]], lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what the pharmacy that holds an ordonnance sees of its alerts: allergies, and what its own lines make together.

    What the patient takes besides stands in other ordonnances, which are no matter of that pharmacy.
    """
    own = {key(line.medication) for line in lines}
    return [alert for alert in alerts if alert["kind"] == Kind.ALLERGY or _within(alert, own)]


def _within(alert: dict[str, Any], own: set[str]) -> bool:
    return alert["kind"] == Kind.INTERACTION and key(alert["against"]) in own


def unanswered(checks: Iterable[Check], *, override: str, seen: Iterable[str] | None = None) -> bool:
    """Must somebody be asked (again)? Where something hinders and no reason is given, or one that came before it was seen.

    `seen` are the marks of what the person who gives the reason was shown; None: they answer for whatever there is.
    """
    hindering = [check.mark for check in checks if check.hinders]
    return bool(hindering) and (not override.strip() or (seen is not None and not set(hindering) <= set(seen)))
