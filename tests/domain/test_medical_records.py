"""The medical record: what each kind of entry may hold, who writes and who amends."""

from types import SimpleNamespace

import pytest

from fadjma.domain import medical_records as rules
from fadjma.domain.errors import Conflict, Forbidden, Invalid
from fadjma.domain.medical_records import TEXTS, VITAL_SIGNS, Kind
from fadjma.domain.roles import Role

WORDS = {"title": "Titre", "content": "Texte"}
COMPLETE = {
    Kind.VITAL_SIGNS: {"pulse": 72},
    Kind.VACCINATION: {"vaccine": "Rougeole", "dose": "2", "lot": "A12"},
    Kind.ALLERGY: {"substance": "Pénicilline", "reaction": "Urticaire", "severity": "severe"},
    Kind.TEST_RESULT: {"analyte": "Ferritine", "value": "42", "unit": "µg/L", "reference": "30–300"},
}


def errors(kind, **given):
    """Return {field: code} of what is wrong with an entry."""
    try:
        rules.check(kind=kind, **WORDS | {"data": COMPLETE.get(kind, {})} | given)
    except Invalid as refused:
        return refused.errors
    return {}


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_with_a_title_a_text_and_its_data_is_right(kind):
    assert errors(kind) == {}


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_without_a_text_needs_data_that_says_it(kind):
    assert errors(kind, content=" ") == ({} if kind in COMPLETE else {"content": "required"})


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("title", "", "required"),
        ("title", " ", "required"),
        ("title", "x" * 161, "too_long"),
        ("content", "x" * 20_001, "too_long"),
    ],
)
def test_words_are_there_and_not_too_many(kind, field, text, code):
    assert errors(kind, **{field: text}) == {field: code}


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_takes_data_of_another(kind):
    for other, data in COMPLETE.items():
        if other != kind:
            assert errors(kind, data=data)
    assert errors(kind, data={**COMPLETE.get(kind, {}), "mood": "good"})


@pytest.mark.parametrize("name", VITAL_SIGNS)
def test_a_measure_is_a_number_within_plausible_bounds(name):
    least, most = VITAL_SIGNS[name]
    for right in (least, most, (least + most) / 2):
        assert errors(Kind.VITAL_SIGNS, data={name: right}) == {}
    for wrong in (least - 0.1, most + 1, -1, float("nan"), float("inf")):
        assert errors(Kind.VITAL_SIGNS, data={name: wrong}) == {f"data.{name}": "implausible"}
    for none in ("72", "", None, True, [72]):
        assert errors(Kind.VITAL_SIGNS, data={name: none}) == {f"data.{name}": "not_a_number"}


def test_vital_signs_hold_at_least_one_measure():
    assert errors(Kind.VITAL_SIGNS, data={}) == {"data": "at_least_one_measure"}


@pytest.mark.parametrize(("systolic", "diastolic", "right"), [(120, 80, True), (80, 80, False), (80, 120, False)])
def test_the_heart_presses_more_when_it_beats_than_when_it_rests(systolic, diastolic, right):
    wrong = errors(Kind.VITAL_SIGNS, data={"systolic": systolic, "diastolic": diastolic})
    assert wrong == ({} if right else {"data.diastolic": "implausible"})


@pytest.mark.parametrize("kind", TEXTS)
def test_what_a_kind_cannot_do_without_is_required_and_the_rest_is_not(kind):
    needed = {f"data.{name}": "required" for name, required in TEXTS[kind].items() if required}
    assert errors(kind, data={}) == needed
    assert errors(kind, data={name: value for name, value in COMPLETE[kind].items() if f"data.{name}" in needed}) == {}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize(("value", "code"), [("x" * 201, "too_long"), (["x"], "wrong_type"), (True, "wrong_type")])
def test_a_field_of_data_is_a_short_text(kind, value, code):
    name = next(iter(TEXTS[kind]))
    assert errors(kind, data=COMPLETE[kind] | {name: value}) == {f"data.{name}": code}


def test_the_severity_of_an_allergy_is_one_of_three_or_unsaid():
    allergy = COMPLETE[Kind.ALLERGY]
    for severity in (*rules.SEVERITIES, ""):
        assert errors(Kind.ALLERGY, data=allergy | {"severity": severity}) == {}
    assert errors(Kind.ALLERGY, data=allergy | {"severity": "terrible"}) == {"data.severity": "unknown_value"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("level", [None, "read", "write"])
def test_only_a_doctor_whose_access_includes_it_writes(role, level):
    actor, grant = SimpleNamespace(role=role), SimpleNamespace(level=level) if level else None
    if role == Role.DOCTOR and level == "write":
        rules.may_write(grant, actor=actor)
    else:
        with pytest.raises(Forbidden, match="no_write_access"):
            rules.may_write(grant, actor=actor)


@pytest.mark.parametrize("actor_id", [1, 2])
@pytest.mark.parametrize("version", [1, 2, 3, None])
@pytest.mark.parametrize("reason", ["Précision", "", " ", None, "x" * 501])
def test_the_author_amends_the_newest_version_for_a_reason(actor_id, version, reason):
    entry, actor = SimpleNamespace(author_id=1, version=2), SimpleNamespace(id=actor_id)
    expected = None
    if actor_id != 1:
        expected = Forbidden
    elif reason != "Précision":
        expected = Invalid
    elif version != 2:
        expected = Conflict
    if expected is None:
        rules.may_amend(entry, actor=actor, version=version, reason=reason)
    else:
        with pytest.raises(expected):
            rules.may_amend(entry, actor=actor, version=version, reason=reason)
