"""Medications: names as they are recognised, and the catalogue's entries (WHO: INN, ATC)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .sheets import Sheet, only_once, read
from .stock import medication_key

ATC = re.compile(r"[A-Z]\d\d[A-Z][A-Z](\d\d)?")  # a substance, or the subgroup of one that WHO does not number
LIGATURE = chr(0x153)  # which folding leaves alone
LEVELS = (1, 3, 4, 5, 7)  # letters of a code that name its levels, widest first
MOST_WORDS = 6  # of a name that is looked for within a text
LENGTHS = {"name": 120, "form": 60, "strength": 120}
COLUMNS = {
    "name": ("name", "inn", "dci", "nom"),
    "form": ("form", "forme"),
    "strength": ("strength", "dosage"),
    "atc": ("atc", "code atc"),
    "aliases": ("aliases", "synonymes"),
}


@dataclass(frozen=True)
class Entry:
    """One presentation in the catalogue; `atc` "" where it has no code."""

    name: str
    form: str = ""
    strength: str = ""
    atc: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Substance:
    """What a text speaks of: `text` as words, every name it goes by, the ATC codes of those."""

    text: str
    names: frozenset[str] = field(default_factory=frozenset)
    codes: frozenset[str] = field(default_factory=frozenset)


def key(text: str) -> str:
    """Return a name as it is recognised: its words without case, accents, punctuation or plural."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the words of `key`, in their order."""
    found = re.findall(r"[a-z0-9]+", medication_key(text).replace(LIGATURE, "oe"))
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word for word in found]


def components(name: str) -> list[str]:
    """Return the keys of the substances that a combination's name lists; of a single one, its own."""
    parts = re.split(r"\s*\+\s*|(?<=[a-z])\s*/\s*(?=[a-z])|\s+et\s+", medication_key(name))
    return [key(part) for part in parts if re.search(r"[a-z]", part)]


def grams(text: str) -> set[str]:
    """Return every run of up to MOST_WORDS words in `text`: what the catalogue is asked for."""
    said = words(text)
    return {" ".join(said[n : n + many]) for many in range(1, MOST_WORDS + 1) for n in range(len(said) - many + 1)}


def recognised(text: str, known: Mapping[str, Iterable[Entry]], form: str = "") -> Substance:
    """Return the Substance that `text` speaks of, as far as `known` ({key or alias's key: entries}) tells.

    The longest names win; of a name's entries, those of the same `form`, where there are any.
    """
    said, names, codes = words(text), {key(text), *components(text)}, set()
    for many in range(min(MOST_WORDS, len(said)), 0, -1):
        for n in range(len(said) - many + 1):
            for entry in _of_form(known.get(" ".join(said[n : n + many]), ()), form):
                names |= {key(entry.name), *components(entry.name)}
                codes |= {entry.atc} - {""}
                said[n : n + many] = [""] * many
    return Substance(key(text), frozenset(names - {""}), frozenset(codes))


def _of_form(entries: Iterable[Entry], form: str) -> list[Entry]:
    wanted, found = words(form)[:1], list(entries)
    return [entry for entry in found if wanted and words(entry.form)[:1] == wanted] or found


def mentions(text: str, name: str) -> bool:
    """Does `text` (a key) hold the words of `name` (a key), one after the other?"""
    return bool(name) and f" {name} " in f" {text} "


def levels(code: str) -> set[str]:
    """Return an ATC code and the groups it stands in."""
    return {code[:letters] for letters in LEVELS if letters <= len(code)}


def read_catalogue(text: str) -> Sheet:
    """Return the Sheet of Entries in a CSV; raise BadSheet, naming what is wrong."""
    sheet = read(text, COLUMNS, _entry)
    only_once((n, tuple(map(key, (row.name, row.form, row.strength)))) for n, row in enumerate(sheet.rows, 1))
    return sheet


def _entry(row: dict[str, str]) -> Entry:
    row = {name: " ".join(text.split()) for name, text in row.items()}
    if not key(row["name"]):
        raise ValueError("no name")
    for name, most in LENGTHS.items():
        if len(row.get(name, "")) > most:
            raise ValueError(f"{name} longer than {most} characters")
    atc = row.get("atc", "").upper()
    if atc and not ATC.fullmatch(atc):
        raise ValueError(f"{atc[:20]!r} is no ATC code")
    aliases = tuple(alias.strip() for alias in re.split(r"[;|]", row.get("aliases", "")) if alias.strip())
    if any(not key(alias) or len(alias) > LENGTHS["name"] for alias in aliases):
        raise ValueError("an alias that is no name")
    return Entry(row["name"], row.get("form", ""), row.get("strength", ""), atc, aliases)
