"""Lists brought in as CSV: read whole or not at all, each bad line by its number."""

import pytest

from fadjma.domain.interactions import Severity, read_table
from fadjma.domain.medications import Entry, read_catalogue
from fadjma.domain.sheets import BadSheet


def test_a_catalogue_is_read_with_commas_or_semicolons_in_english_or_french():
    english = "name,form,strength,atc,aliases\nAmoxicilline,gélule,500 mg,j01ca04,Clamoxyl; Amox\n"
    french = "\ufeffDCI;Forme;Dosage;Code ATC;Synonymes\r\n Amoxicilline ;gélule;500  mg;J01CA04;Clamoxyl|Amox\r\n"
    entry = Entry("Amoxicilline", "gélule", "500 mg", "J01CA04", ("Clamoxyl", "Amox"))
    assert read_catalogue(english).rows == read_catalogue(french).rows == [entry]


def test_a_sheet_says_where_it_comes_from_and_needs_only_its_first_column():
    sheet = read_catalogue('# source: Ministère : liste\n# date: 2026-01-31\n\nname\n\n"Fer\n(sulfate)"\nZinc\n')
    assert (sheet.source, str(sheet.dated)) == ("Ministère : liste", "2026-01-31")
    assert [row.name for row in sheet.rows] == ["Fer (sulfate)", "Zinc"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["name the columns"]),
        ("form,atc\ngel,\n", ["name the columns"]),
        ("name\n", ["no line"]),
        (
            "name,atc\n# a word\n,J01\n\nFer,XYZ\nZinc,\nOr,A12CB0\n",
            ["line 3: no name", "line 5: 'XYZ'", "line 7: 'A12CB0'"],
        ),
        ("name,form\nFer,gel,rouge\n", ["line 2: more fields"]),
        (f"name\n{'x' * 121}\n", ["line 2: name longer"]),
        ('name\n"Fer\n', ["line 2"]),
        ("name,form\nFer,Gel\nFER,gel\n", ["row 2 repeats row 1"]),
        ("# date: hier\nname\nFer\n", ["hier"]),
        ("name\n" + "?\n" * 20, ["line 2", "line 9", "12 more"]),
    ],
)
def test_what_is_wrong_is_named_by_its_line(text, said):
    with pytest.raises(BadSheet) as caught:
        read_catalogue(text)
    assert all(words in str(caught.value) for words in said), caught.value
    assert "\n" not in str(caught.value)


def test_a_table_of_interactions_is_read_with_codes_and_names():
    (row,) = read_table("first,second,severity,effect\nB01AA,Millepertuis,discouraged,Effet diminué\n").rows
    assert (row.first, row.second, row.severity) == ("B01AA", "millepertui", Severity.DISCOURAGED)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("B01AA,,discouraged,x", "side without a name"),
        ("B01AA,M01A,deadly,x", "'deadly'"),
        ("B01AA,M01A,discouraged,", "effect"),
        ("B01AA,M01A,discouraged,x\nM01A,B01AA,precaution,y", "row 2 repeats row 1"),
    ],
)
def test_a_bad_interaction_is_named(line, said):
    with pytest.raises(BadSheet, match=said):
        read_table(f"first,second,severity,effect\n{line}\n")
