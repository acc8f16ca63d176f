"""Who may name whom, for how long, who may end it, and who speaks for whom: as verdicts, without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing
from uuid import uuid4

import pytest

from fadjma.domain import delegations as rules
from fadjma.domain.access_requests import Status, decide
from fadjma.domain.delegations import Ground
from fadjma.domain.errors import Conflict, Forbidden, Invalid
from fadjma.domain.events import MedicalRecordRead, SessionStarted
from fadjma.domain.roles import Role

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()


def person(role=Role.PATIENT):
    return Thing(id=uuid4(), role=role)


def following(patient, delegate, *, ends_at=None, ended_at=None):
    return Thing(patient_id=patient.id, delegate_id=delegate.id, ends_at=ends_at, ended_at=ended_at)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, None),
        ({"bond": " "}, {"bond": "required"}),
        ({"bond": "a" * 61}, {"bond": "too_long"}),
        ({"until": TODAY}, None),
        ({"until": TODAY - timedelta(days=1)}, {"until": "in_the_past"}),
        ({"ground": Ground.ADMIN}, {"reason": "required"}),
        ({"ground": Ground.ADMIN, "reason": "Enfant de quatre ans"}, None),
        ({"ground": Ground.ADMIN, "reason": "a" * 501}, {"reason": "too_long"}),
    ],
)
def test_a_delegation_says_who_they_are_and_an_admin_says_why(said, wrong):
    given = {"bond": "ma fille", "reason": "", "until": None, "ground": Ground.PERSON, "today": TODAY} | said
    if wrong is None:
        return rules.check(**given)
    with pytest.raises(Invalid) as refusal:
        rules.check(**given)
    assert refusal.value.errors == wrong


def test_the_person_or_an_admin_names_and_nobody_else():
    ibou, awa = person(), person()
    assert rules.ground_of(ibou, ibou.id) == Ground.PERSON
    assert rules.ground_of(person(Role.ADMIN), ibou.id) == Ground.ADMIN
    for other in (awa, person(Role.DOCTOR), person(Role.PHARMACIST)):
        with pytest.raises(Forbidden):
            rules.ground_of(other, ibou.id)


def test_nobody_follows_their_own_file_nor_the_same_one_twice_nor_as_a_sixth():
    ibou, awa = uuid4(), uuid4()
    rules.may_begin(ibou, awa, others=[uuid4()])
    for others, refusal in (([awa], Conflict), ([uuid4() for _ in range(rules.MOST)], Conflict)):
        with pytest.raises(refusal):
            rules.may_begin(ibou, awa, others=others)
    with pytest.raises(Invalid):
        rules.may_begin(ibou, ibou, others=[])


def test_it_holds_to_the_end_of_its_last_day():
    end = rules.ends(date(2026, 11, 23), UTC)
    assert end == datetime(2026, 11, 24, tzinfo=UTC)
    ibou, awa = person(), person()
    assert rules.in_force(following(ibou, awa, ends_at=end), end - timedelta(seconds=1))
    assert not rules.in_force(following(ibou, awa, ends_at=end), end)
    assert rules.in_force(following(ibou, awa), NOW)
    assert not rules.in_force(following(ibou, awa, ended_at=NOW), NOW)


def test_either_of_the_two_or_an_admin_ends_it_once():
    ibou, awa = person(), person()
    for actor in (ibou, awa, person(Role.ADMIN)):
        rules.may_end(following(ibou, awa), actor=actor, now=NOW)
        with pytest.raises(Conflict):
            rules.may_end(following(ibou, awa, ended_at=NOW), actor=actor, now=NOW)
    for actor in (person(), person(Role.DOCTOR)):
        with pytest.raises(Forbidden):
            rules.may_end(following(ibou, awa), actor=actor, now=NOW)


def test_a_delegate_decides_while_it_holds_and_for_that_person_alone():
    ibou, awa, coumba = person(), person(), person()
    asked = Thing(patient_id=ibou.id, status=Status.PENDING, created_at=NOW)
    held = following(ibou, awa)
    assert decide(asked, Status.APPROVED, actor=awa, now=NOW, delegation=held) == Status.APPROVED
    for delegation in (None, following(ibou, awa, ended_at=NOW), following(coumba, awa), following(ibou, coumba)):
        with pytest.raises(Forbidden):
            decide(asked, Status.APPROVED, actor=awa, now=NOW, delegation=delegation)


def test_a_fact_says_for_whom_it_was_done_where_one_patient_did_it_for_another():
    ibou, awa, doctor = person(), person(), person(Role.DOCTOR)

    def read(actor):
        return MedicalRecordRead(subject_id=ibou.id, actor_id=actor.id, patient_id=ibou.id, subject_kind="patient_file")

    assert rules.in_whose_name(read(awa), awa).on_behalf_of == ibou.id
    assert rules.in_whose_name(read(ibou), ibou).on_behalf_of is None
    assert rules.in_whose_name(read(doctor), doctor).on_behalf_of is None
    assert rules.in_whose_name(read(doctor), awa).on_behalf_of is None
    assert rules.in_whose_name(SessionStarted(subject_id=uuid4(), actor_id=awa.id), awa).on_behalf_of is None
