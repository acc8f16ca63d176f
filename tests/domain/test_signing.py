"""What a doctor may sign: what each field of an ordonnance may hold."""

from datetime import timedelta

import pytest

from fadjma.domain import signing as rules
from fadjma.domain.errors import Invalid
from fadjma.domain.signing import Line
from tests.domain.ordonnances import NOW


def test_a_complete_ordonnance_has_no_problem():
    rules.check(lines=[Line("Salbutamol", "100 µg", 1)], valid_days=90)
    assert rules.until(NOW, 90) == NOW + timedelta(days=90)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"medication": " "}, {"lines.1.medication": "required"}),
        ({"medication": "x" * 121}, {"lines.1.medication": "too_long"}),
        ({"dosage": ""}, {"lines.1.dosage": "required"}),
        ({"dosage": "x" * 121}, {"lines.1.dosage": "too_long"}),
        ({"form": "x" * 61}, {"lines.1.form": "too_long"}),
        ({"instructions": "x" * 501}, {"lines.1.instructions": "too_long"}),
        ({"quantity": 0}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"quantity": -1}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"quantity": 10_001}, {"lines.1.quantity": "quantity_out_of_range"}),
        ({"repeats": -1}, {"lines.1.repeats": "repeats_out_of_range"}),
        ({"repeats": 13}, {"lines.1.repeats": "repeats_out_of_range"}),
        ({"posology": {"noon": 0.3}}, {"lines.1.posology.noon": "amount_out_of_range"}),
    ],
)
def test_a_wrong_field_is_named_with_its_line(changed, problem):
    good = {"medication": "Salbutamol", "dosage": "100 µg", "quantity": 1}
    with pytest.raises(Invalid) as refused:
        rules.check(lines=[Line(**good), Line(**good | changed)], valid_days=90)
    assert refused.value.errors == problem


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"lines": []}, {"lines": "at_least_one_line"}),
        ({"lines": [Line("Salbutamol", "100 µg", 1)] * 31}, {"lines": "too_many_lines"}),
        ({"valid_days": 0}, {"valid_days": "valid_days_out_of_range"}),
        ({"valid_days": 91}, {"valid_days": "valid_days_out_of_range"}),
        ({"override": "x" * 501}, {"override": "too_long"}),
    ],
)
def test_a_wrong_whole_is_named(given, problem):
    with pytest.raises(Invalid) as refused:
        rules.check(**{"lines": [Line("Salbutamol", "100 µg", 1)], "valid_days": 90} | given)
    assert refused.value.errors == problem
