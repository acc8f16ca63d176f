"""Allergies: what else a patient allergic to one medicine should not be given without a thought.

Groups by ATC code (WHO), and by the stem of the international name where the catalogue does not know it. The groups and
what crosses with what are the usual ones of allergology; they warn too often rather than too seldom.
"""

from dataclasses import dataclass

from .medications import Substance, mentions


@dataclass(frozen=True)
class Group:
    """Medicines that share what one is allergic to: `words` name it, `codes` and `stems` are its own, `crosses` its kin."""

    words: tuple[str, ...]
    codes: tuple[str, ...]
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    crosses: tuple[str, ...] = ()


GROUPS = {
    "penicillins": Group(
        ("penicilline", "betalactamine", "beta lactamine"), ("J01C",), ends=("cilline",), crosses=("cephalosporins",)
    ),
    "cephalosporins": Group(
        ("cephalosporine", "betalactamine", "beta lactamine"),
        ("J01DB", "J01DC", "J01DD", "J01DE", "J01DH", "J01DI"),
        starts=("cef",),
        crosses=("penicillins",),
    ),
    "sulfonamides": Group(
        ("sulfamide", "sulfa", "sulfonamide"), ("J01E", "P01BD51", "A07EC01", "D06BA"), starts=("sulfam", "sulfad")
    ),
    "nsaids": Group(
        ("ains", "anti inflammatoire", "antiinflammatoire", "aspirine"),
        ("M01A", "M02AA", "N02BA", "B01AC06", "S01BC"),
        ends=("profene", "fenac", "xicam"),
    ),
    "macrolides": Group(("macrolide",), ("J01FA",), ends=("thromycine",)),
    "quinolones": Group(("quinolone", "fluoroquinolone"), ("J01M", "S01AE", "S02AA15", "S02AA16"), ends=("oxacine",)),
    "tetracyclines": Group(("tetracycline", "cycline"), ("J01AA", "S01AA09"), ends=("cycline",)),
    "aminoglycosides": Group(("aminoside", "aminoglycoside"), ("J01G", "S01AA11", "S01AA12")),
    "nitroimidazoles": Group(("nitroimidazole",), ("P01AB", "J01XD", "G01AF01"), ends=("nidazole",)),
    "antiepileptics": Group(("antiepileptique",), ("N03AF", "N03AB", "N03AA"), ends=("barbital",)),
    "opioids": Group(("opiace", "opioide", "morphinique"), ("N02A", "N01AH", "R05DA")),
    "local_anaesthetics": Group(("anesthesique local", "anesthesique locaux"), ("N01BB",), ends=("caine",)),
    "ace_inhibitors": Group(
        ("iec", "inhibiteur de l enzyme de conversion"), ("C09A", "C09B"), ends=("pril",)
    ),
    "statins": Group(("statine",), ("C10AA",), ends=("vastatine",)),
    "quinolines": Group(("quinoleine", "amino 4 quinoleine"), ("P01BA", "P01BC", "P01BF03"), ends=("quine",)),
    "heparins": Group(("heparine",), ("B01AB",), ends=("parine",)),
    "insulins": Group(("insuline",), ("A10A",)),
}  # fmt: skip


def met(allergy: Substance, line: Substance) -> tuple[str, str] | None:
    """Return how a line meets an allergy: ("substance", ""), ("class", group) or ("cross", the line's group); else None."""
    if _same(allergy, line):
        return "substance", ""
    theirs = [name for name, group in GROUPS.items() if _speaks_of(group, allergy)]
    for name in theirs:
        if _belongs(line, GROUPS[name]):
            return "class", name
    for kin in (kin for name in theirs for kin in GROUPS[name].crosses):
        if _belongs(line, GROUPS[kin]):
            return "cross", kin
    return None


def _same(allergy: Substance, line: Substance) -> bool:
    if allergy.names & line.names or any(mentions(allergy.text, name) for name in line.names):
        return True
    return len(allergy.text) > 3 and mentions(line.text, allergy.text)


def _speaks_of(group: Group, allergy: Substance) -> bool:
    return any(mentions(allergy.text, word) for word in group.words) or _belongs(allergy, group)


def _belongs(substance: Substance, group: Group) -> bool:
    said = substance.text.split()
    by_code = any(code.startswith(group.codes) for code in substance.codes)
    by_stem = any(word.startswith(group.starts) or word.endswith(group.ends) for word in said) if not by_code else True
    return by_code or by_stem
