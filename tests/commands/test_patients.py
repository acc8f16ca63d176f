"""Looking for a patient: who is found by what, the hourly measure, and the trace that it leaves."""

from datetime import timedelta

import pytest

from fadjma.commands import patients
from fadjma.commands.patients import search_patients
from fadjma.domain.errors import Forbidden, Invalid, TooMany
from fadjma.extensions import db
from fadjma.models import AuditEntry, Entry, Fact
from fadjma.models.types import utcnow
from fadjma.queries import access_requests


def names(q, cast, **more):
    """Return the names of the patients Ibrahima finds."""
    return [patient.name for patient in search_patients(q, actor=cast.ibrahima, **more)]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ndiaye", ["Awa Ndiaye"]),
        ("  Ndiaye awa ", ["Awa Ndiaye"]),
        ("MOU", ["Moussa Sarr"]),
        ("P00000001", ["Awa Ndiaye"]),
        ("p00000002", ["Moussa Sarr"]),
        ("+221770000001", ["Awa Ndiaye"]),
        ("77 000 00 02", ["Moussa Sarr"]),
        ("P00000099", []),
        ("77 000 00 99", []),
        ("fatou", []),
        ("%%%a%%%ndi", []),
    ],
)
def test_a_patient_is_found_by_phone_number_or_letters_of_the_name(cast, q, found):
    assert names(q, cast) == found


@pytest.mark.parametrize(
    ("q", "code"),
    [("", "search_too_short"), ("aw", "search_too_short"), ("a w", "search_too_short"), ("x" * 121, "too_long")],
)
def test_too_little_finds_nobody_and_leaves_no_trace(cast, q, code):
    with pytest.raises(Invalid) as refused:
        names(q, cast)
    assert refused.value.errors == {"q": code}
    assert db.session.scalar(db.select(db.func.count()).select_from(Fact)) == 0


def test_a_search_is_audited_without_what_was_typed_and_told_to_nobody(cast):
    names("ndiaye", cast)
    audited = db.session.scalars(db.select(AuditEntry)).one()
    assert (audited.act, audited.actor_id, audited.details["found"]) == ("PatientsSearched", cast.ibrahima.id, 1)
    assert "ndiaye" not in str(audited.details).lower()
    assert db.session.scalar(db.select(db.func.count()).select_from(Entry)) == 0


def test_a_doctor_searches_so_often_an_hour_and_no_more(cast, monkeypatch):
    monkeypatch.setattr(patients, "AN_HOUR", 3)
    now = utcnow()
    for _ in range(3):
        names("ndiaye", cast, now=now)
    with pytest.raises(TooMany):
        names("ndiaye", cast, now=now + timedelta(minutes=59))
    search_patients("ndiaye", actor=cast.fatou, now=now)
    assert names("ndiaye", cast, now=now + timedelta(minutes=61)) == ["Awa Ndiaye"]


@pytest.mark.parametrize("name", ["awa", "aminata", "ousmane", "ndeye"])
def test_only_verified_doctors_search(cast, name):
    with pytest.raises(Forbidden):
        search_patients("ndiaye", actor=getattr(cast, name))


def test_how_a_doctor_stands_to_a_patient_is_the_access_in_force_or_else_the_last_request(cast):
    ids = [cast.awa.id, cast.moussa.id]
    assert access_requests.states(cast.fatou, ids) == {cast.awa.id: cast.grant}
    assert access_requests.states(cast.ibrahima, ids) == {}
