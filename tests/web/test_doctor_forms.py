"""The doctor's forms: what is wrong is said at its field, and not one typed word is lost."""

import pytest

from fadjma.commands import patients as searching
from fadjma.commands.medical_records import add_medical_record, amend_medical_record
from fadjma.extensions import db
from fadjma.models import Fact, MedicalRecord
from fadjma.queries import medical_records
from tests.people import act


def facts():
    return db.session.scalar(db.select(db.func.count()).select_from(Fact))


@pytest.mark.parametrize(
    ("q", "found"), [("ndiaye", "Awa Ndiaye"), ("P00000002", "Moussa Sarr"), ("77 000 00 02", "Moussa Sarr")]
)
def test_a_patient_is_found_with_their_year_of_birth_and_nothing_else(fatou, q, found):
    page = fatou.get("/doctor/patients", query_string={"q": q}).text
    assert found in page and "1990" in page
    assert "fadjma.example" not in page and "+221" not in page


def test_a_search_says_how_the_doctor_stands_to_whom_they_find(fatou, cast):
    assert f'href="/doctor/patients/{cast.awa.id}"' in fatou.get("/doctor/patients?q=ndiaye").text
    assert f"/doctor/patients/{cast.moussa.id}/access-requests/new" in fatou.get("/doctor/patients?q=sarr").text


def test_too_short_a_search_keeps_what_was_typed_and_says_so(fatou):
    answer = fatou.get("/doctor/patients?q=nd")
    assert answer.status_code == 422
    assert 'value="nd"' in answer.text and "3 lettres" in answer.text


def test_too_many_searches_are_refused(fatou, monkeypatch):
    monkeypatch.setattr(searching, "AN_HOUR", 1)
    assert [fatou.get("/doctor/patients?q=sarr").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Ce champ est nécessaire."),
        ({"days": "400"}, "Choisissez une durée de 1 à 365 jours."),
        ({"days": ""}, "Choisissez une durée de 1 à 365 jours."),
        ({"days": "dix"}, "Indiquez un nombre."),
        ({"level": "all"}, "Choisissez une valeur de la liste."),
    ],
)
def test_a_wrong_request_comes_back_whole(fatou, cast, wrong, sentence):
    before = facts()
    typed = {"reason": "Fièvre depuis trois jours", "level": "write", "days": "12"} | wrong
    answer = act(fatou, f"/doctor/patients/{cast.moussa.id}/access-requests", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text and typed["reason"] in answer.text and f'value="{typed["days"]}"' in answer.text
    assert facts() == before


def test_asking_twice_is_refused_in_words(fatou, cast):
    wish = {"reason": "Fièvre", "level": "read", "days": "1"}
    path = f"/doctor/patients/{cast.moussa.id}/access-requests"
    assert act(fatou, path, **wish).status_code == 204
    again = act(fatou, path, **wish)
    assert again.status_code == 409 and "déjà une demande en attente" in again.text


def test_another_kind_brings_its_fields_and_keeps_what_stays(fatou, file):
    answer = act(fatou, f"{file}/medical-records/fields", kind="allergy", title="Arachide", content="Depuis l’enfance")
    assert all(word in answer.text for word in ("data.substance", "Arachide", "Depuis l’enfance"))
    assert "data.pulse" not in answer.text


def test_a_wrong_entry_comes_back_whole(fatou, file, cast):
    before = facts()
    typed = {"kind": "vital_signs", "title": "", "content": "Au repos", "data.pulse": "7x", "data.weight": "7000"}
    answer = act(fatou, f"{file}/medical-records", **typed)
    assert answer.status_code == 422
    for said in ("Titre\u00a0: Ce champ", "Pouls\u00a0: Indiquez", "Poids\u00a0: Cette valeur", "7x", "7000", "Au repos"):
        assert said in answer.text
    assert facts() == before


def test_measures_are_typed_as_they_are_said_in_french(fatou, file, cast):
    typed = {"kind": "vital_signs", "title": "Constantes", "data.temperature": "38,5", "data.pulse": "72"}
    act(fatou, f"{file}/medical-records", **typed)
    entry = db.session.scalars(db.select(MedicalRecord)).one()
    assert entry.current.data == {"temperature": 38.5, "pulse": 72}
    assert "38,5" in fatou.get(f"/doctor/medical-records/{entry.id}").text
    assert 'value="38,5"' in fatou.get(f"/doctor/medical-records/{entry.id}/amendment").text


def test_an_amendment_over_a_newer_version_keeps_the_text_and_shows_what_changed(fatou, cast):
    entry = add_medical_record(cast.awa.id, kind="note", title="Avis", content="Premier", actor=cast.fatou)
    amend_medical_record(entry.id, version=1, reason="Ailleurs", content="Deuxième", actor=cast.fatou)
    path, typed = f"/doctor/medical-records/{entry.id}/amendment", {"title": "Avis", "content": "Le mien", "reason": "Moi"}
    answer = act(fatou, path, version="1", **typed)
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (409, "outerHTML")
    for said in ("Cette entrée a changé", "Le mien", "Moi", "Deuxième", 'name="version" value="2"'):
        assert said in answer.text
    assert medical_records.find(cast.fatou, entry.id).current.content == "Deuxième"
    assert act(fatou, path, version="2", **typed).status_code == 204
    assert medical_records.find(cast.fatou, entry.id).current.content == "Le mien"


def test_an_amendment_without_a_reason_comes_back_whole(fatou, cast):
    entry = add_medical_record(cast.awa.id, kind="note", title="Avis", content="Premier", actor=cast.fatou)
    answer = act(fatou, f"/doctor/medical-records/{entry.id}/amendment", version="1", title="Avis", content="Le mien")
    assert answer.status_code == 422
    assert "Motif\u00a0: Ce champ est nécessaire." in answer.text and "Le mien" in answer.text
