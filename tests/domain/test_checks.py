"""The checks before an ordonnance: allergies, duplicates, interactions; over the lists that are shipped."""

import pytest

from fadjma.domain import checks as rules
from fadjma.domain.checks import Allergy, Taken
from fadjma.domain.interactions import Interaction, Severity, gravest, read_table
from fadjma.domain.medications import key, read_catalogue, recognised
from fadjma.domain.signing import Line
from tests.architecture import ROOT

FORMULARY = ROOT / "fadjma" / "formulary"
CATALOGUE = read_catalogue((FORMULARY / "medications.csv").read_text())
TABLE = read_table((FORMULARY / "interactions.csv").read_text())
KNOWN: dict[str, list] = {}
for _entry in CATALOGUE.rows:
    for _key in {key(_entry.name), *map(key, _entry.aliases)}:
        KNOWN.setdefault(_key, []).append(_entry)


def look(*names, allergies=(), taken=(), form=""):
    """Return what the checks find, as (line, kind, by, against)."""
    lines = [Line(name, "1", 1, form=form) for name in names]
    feared, others = [Allergy(one) for one in allergies], [Taken(one) for one in taken]
    found = rules.look(lines, allergies=feared, taken=others, known=KNOWN, table=TABLE.rows)
    return [(check.line, str(check.kind), str(check.by), check.against) for check in found]


def test_what_is_shipped_is_read_whole_and_says_where_it_comes_from():
    assert len({row.name for row in CATALOGUE.rows}) >= 300 and len(TABLE.rows) >= 100
    assert CATALOGUE.source and CATALOGUE.dated and TABLE.source and TABLE.dated


def test_each_side_of_a_shipped_interaction_is_something_that_the_catalogue_knows():
    codes = {row.atc for row in CATALOGUE.rows}
    sides = {side for row in TABLE.rows for side in (row.first, row.second)}
    assert {side for side in sides if not any(code.startswith(side) for code in codes)} == set()


@pytest.mark.parametrize(
    ("allergy", "line", "how"),
    [
        ("Pénicilline", "Amoxicilline", "class"),
        ("allergie aux PÉNICILLINES", "amoxicilline 500 mg", "class"),
        ("penicilline G", "Amoxicilline + acide clavulanique", "class"),
        ("Amoxicilline", "Augmentin", "substance"),
        ("Clamoxyl", "Cloxacilline", "class"),
        ("Pénicilline", "Ceftriaxone", "cross"),
        ("amoxicilline", "Céfaclor", "cross"),
        ("Pénicilline", "une pipéracilline d’ailleurs", "class"),
        ("Sulfamides", "Cotrimoxazole", "class"),
        ("Bactrim", "Sulfadoxine + pyriméthamine", "class"),
        ("Acide acétylsalicylique", "Ibuprofène", "class"),
        ("Aspirine", "Diclofénac", "class"),
        ("Codéine", "Paracétamol + codéine", "substance"),
        ("quinine", "Chloroquine", "class"),
        ("Œstrogènes", "oestrogènes conjugués", "substance"),
        ("Pénicilline", "Paracétamol", None),
        ("Sulfamides", "Sulfate ferreux", None),
        ("Arachide", "Salbutamol", None),
        ("Érythromycine", "Gentamicine", None),
        ("", "Amoxicilline", None),
    ],
)
def test_an_allergy_is_met_by_substance_by_class_and_by_kin(allergy, line, how):
    found = look(line, allergies=[allergy])
    assert found == ([(0, "allergy", how, allergy)] if how else [])


def test_what_is_on_its_way_already_is_a_duplicate_and_what_was_handed_over_is_not():
    assert look("paracetamol", taken=["Paracétamol", "Fer"]) == [(0, "duplicate", "substance", "Paracétamol")]
    assert look("Paracétamol + codéine", taken=["Doliprane"]) == [(0, "duplicate", "substance", "Doliprane")]
    given = [Taken("Paracétamol", active=False)]
    assert rules.look([Line("Paracétamol", "1", 1)], allergies=(), taken=given, known=KNOWN, table=()) == []


@pytest.mark.parametrize(
    ("names", "taken", "found"),
    [
        (("Ibuprofène",), ("Warfarine",), [(0, "interaction", "discouraged", "Warfarine")]),
        (("Warfarine", "Ibuprofène"), (), [(0, "interaction", "discouraged", "Ibuprofène")]),
        (("Clarithromycine",), ("Simvastatine",), [(0, "interaction", "contraindicated", "Simvastatine")]),
        (("Ibuprofène",), ("Diclofénac",), [(0, "interaction", "discouraged", "Diclofénac")]),
        (("Metformine",), ("Dolutégravir",), [(0, "interaction", "precaution", "Dolutégravir")]),
        (("Rifampicine + isoniazide",), ("Névirapine",), [(0, "interaction", "discouraged", "Névirapine")]),
        (("Salbutamol", "Paracétamol"), ("Amoxicilline",), []),
    ],
)
def test_pairs_that_should_not_meet_are_found_on_the_ordonnance_and_beside_it(names, taken, found):
    assert look(*names, taken=taken) == found


def test_a_cream_is_not_what_is_swallowed():
    assert look("Miconazole", taken=["Warfarine"], form="gel buccal") != []
    assert look("Miconazole", taken=["Warfarine"], form="crème") == []


def test_the_gravest_of_a_pair_is_said_and_a_table_may_speak_of_names():
    rows = [
        Interaction("N02", "millepertui", Severity.PRECAUTION, "Un peu"),
        Interaction("millepertui", "tramadol", Severity.CONTRAINDICATED, "Beaucoup"),
    ]
    herb, drug = recognised("Millepertuis", KNOWN), recognised("Tramadol", KNOWN)
    assert gravest(drug, herb, rows).effect == gravest(herb, drug, rows).effect == "Beaucoup"
    assert gravest(drug, drug, rows) is None


def test_a_precaution_hinders_nothing_and_every_other_finding_does():
    found = rules.look(
        [Line("Metformine", "1", 1)], allergies=(), taken=[Taken("Dolutégravir")], known=KNOWN, table=TABLE.rows
    )
    assert [check.hinders for check in found] == [False]
    assert not rules.unanswered(found, override="")


def test_a_reason_answers_what_was_seen_and_nothing_that_came_since():
    seen = rules.look([Line("Amoxicilline", "1", 1)], allergies=[Allergy("Pénicilline")], taken=(), known=KNOWN, table=())
    more = [*seen, *rules.look([Line("Fer", "1", 1)], allergies=[Allergy("Fer")], taken=(), known=KNOWN, table=())]
    marks = [check.mark for check in seen]
    assert rules.unanswered(seen, override=" ") and rules.unanswered(seen, override=" ", seen=marks)
    assert not rules.unanswered(seen, override="Urgence", seen=marks)
    assert rules.unanswered(more, override="Urgence", seen=marks)
    assert not rules.unanswered(more, override="Urgence")  # a program answers for whatever there is


def test_a_pharmacy_is_warned_of_allergies_and_of_what_its_own_lines_make():
    lines = [Line("Warfarine", "1", 1), Line("Ibuprofène", "1", 1)]
    taken = [Taken("Warfarine"), Taken("Clopidogrel"), Taken("Lithium")]
    found = rules.look(lines, allergies=[Allergy("Aspirine")], taken=taken, known=KNOWN, table=TABLE.rows)
    said = [check.said() for check in found]
    assert {alert["against"] for alert in said} == {"Aspirine", "Warfarine", "Ibuprofène", "Lithium"}
    assert {alert["against"] for alert in rules.for_pharmacy(said, lines)} == {"Aspirine", "Ibuprofène", "Warfarine"}
    assert all(alert["kind"] != "duplicate" for alert in rules.for_pharmacy(said, lines))
