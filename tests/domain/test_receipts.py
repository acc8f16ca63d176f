"""A delivery note as CSV: as spreadsheets write it, every bad line named by its number, and any text at all withstood."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fadjma.domain.errors import Invalid
from fadjma.domain.receipts import MOST_LINES, Receipt, read

TODAY = date(2026, 11, 22)
HEAD = "medication,lot,expires_on,quantity,threshold\n"
GOOD = Receipt("Paracétamol", "B2", date(2028, 3, 31), 1240, 60, number=2)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}Paracétamol,B2,2028-03-31,1240,60",
        f"\ufeff{HEAD}Paracétamol,B2,31/03/2028,1240,60\r\n\r\n",
        "Médicament;Lot;Péremption;Quantité;Seuil d’alerte\nParacétamol;B2;31.03.2028;1 240;60\n",
        "lot\tDCI\tExpire le\tunités\tseuil\tprix\nB2\tParacétamol\t31-03-2028\t1240\t60\t9\n",
        f'{HEAD}"Paracétamol","B2",2028-03-31,1240,60',
    ],
)
def test_it_is_read_as_spreadsheets_write_it(text):
    assert read(text, today=TODAY) == [GOOD]


def test_a_threshold_may_be_left_out():
    (receipt,) = read("medication,lot,expires_on,quantity\nZinc,Z1,2027-01-01,5", today=TODAY)
    assert receipt.threshold is None


def test_every_bad_line_is_named_by_its_number_in_the_file():
    text = f"{HEAD}Zinc,Z1,2027-01-01,5,\n\n,Z2,2020-01-01,x,-1\nFer,,32/01/2027,0,\n"
    with pytest.raises(Invalid) as refused:
        read(text, today=TODAY)
    assert refused.value.errors == {
        "lines.4.medication": "required",
        "lines.4.expires_on": "lot_expired",
        "lines.4.quantity": "not_a_number",
        "lines.4.threshold": "threshold_out_of_range",
        "lines.5.lot": "required",
        "lines.5.expires_on": "not_a_date",
        "lines.5.quantity": "units_out_of_range",
    }


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("", {"csv": "required"}),
        (
            "lot,quantity\n1,2",
            {"csv": "columns_missing", "columns.medication": "required", "columns.expires_on": "required"},
        ),
        (HEAD, {"csv": "no_lines"}),
        (f'{HEAD}"Zinc', {"csv": "not_csv"}),
        (HEAD + "Zinc,Z1,2027-01-01,5,\n" * (MOST_LINES + 1), {"csv": "too_many_receipts"}),
    ],
)
def test_what_is_no_list_is_named_as_a_whole(text, errors):
    with pytest.raises(Invalid) as refused:
        read(text, today=TODAY)
    assert refused.value.errors == errors


@settings(database=None, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_a_list_or_refused(text):
    for said in (text, HEAD + text):
        try:
            read(said, today=TODAY)
        except Invalid as refusal:
            assert refusal.errors
