"""Naming who follows a file, ending it, and acting meanwhile: rows, journal and audit together; a refusal writes nothing.

Moussa follows Awa's file here: he is her brother.
"""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from fadjma.commands import clock
from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.delegations import begin_delegation, end_delegation, name_delegate
from fadjma.commands.exports import export_file
from fadjma.commands.medical_records import read_file, read_medical_record
from fadjma.commands.prescriptions import choose_pharmacy, renew_pickup_code, return_prescription
from fadjma.commands.requests import request_delivery
from fadjma.domain.access_requests import Status as Access
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, WrongPassword
from fadjma.domain.prescriptions import Status
from fadjma.extensions import db
from fadjma.models import AuditEntry, Delegation, Entry, Fact
from fadjma.models.types import utcnow
from fadjma.queries import access_log, access_requests, delegations, exports, prescriptions
from fadjma.queries.cards import desk
from fadjma.realtime import audit
from tests import ordonnances
from tests.people import PASSWORD

WHY = {"bond": "sa mère", "reason": "Enfant de quatre ans"}


@pytest.fixture
def followed(cast):
    """Moussa follows Awa's file."""
    return begin_delegation(cast.awa.id, cast.moussa.phone, bond="mon frère", actor=cast.awa)


def newest(name):
    return db.session.scalars(db.select(Fact).where(Fact.name == name).order_by(Fact.id.desc())).first()


def heard(fact):
    return {entry.stream: entry.loud for entry in db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))}


def many(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def test_a_person_names_their_delegate_with_their_password(cast, ears):
    said = {"bond": " mon frère ", "password": PASSWORD, "address": "127.0.0.1", "actor": cast.awa}
    row = name_delegate(cast.moussa.patient_number.lower(), **said)
    assert (row.patient_id, row.delegate_id, row.granted_by_id) == (cast.awa.id, cast.moussa.id, cast.awa.id)
    assert (row.ground, row.bond, row.reason, row.ends_at, row.ended_at) == ("person", "mon frère", "", None, None)
    fact = newest("DelegationBegan")
    assert heard(fact) == ears(awa=True, moussa=True)
    assert (fact.actor_id, fact.patient_id, fact.payload["on_behalf_of"]) == (cast.awa.id, cast.awa.id, None)
    assert audit.first_bad_entry() is None
    with pytest.raises(Conflict):
        name_delegate(cast.moussa.phone, **said)


@pytest.mark.parametrize("word", ["", "faux"])
def test_without_the_password_nobody_is_named(cast, word):
    with pytest.raises((Invalid, WrongPassword)):
        name_delegate(cast.moussa.phone, bond="frère", password=word, address="127.0.0.1", actor=cast.awa)
    assert many(Delegation) == 0


def test_an_admin_names_one_and_says_why_and_both_are_told(cast, ears):
    row = begin_delegation(cast.moussa.id, cast.awa.phone, **WHY, actor=cast.ousmane)
    assert (row.ground, row.reason, row.granted_by_id) == ("admin", "Enfant de quatre ans", cast.ousmane.id)
    assert heard(newest("DelegationBegan")) == ears(awa=True, moussa=True)
    with pytest.raises(Invalid):
        begin_delegation(cast.moussa.id, cast.awa.phone, bond="mère", actor=cast.ousmane)


def test_who_is_sought_is_counted_and_kept_nowhere(cast):
    for wrong in ("+221770009999", "P99999999", cast.fatou.phone):
        with pytest.raises(Invalid, match="invalid"):
            begin_delegation(cast.awa.id, wrong, bond="frère", actor=cast.awa)
        assert wrong not in str(newest("DelegateSought").payload)
    assert many(Delegation) == 0
    for _ in range(7):
        with pytest.raises(Invalid):
            begin_delegation(cast.awa.id, "P99999999", bond="frère", actor=cast.awa)
    with pytest.raises(TooMany):
        begin_delegation(cast.awa.id, cast.moussa.phone, bond="frère", actor=cast.awa)
    assert many(Delegation) == 0


@pytest.mark.parametrize("name", ["fatou", "aminata", "moussa"])
def test_nobody_else_names_anybody_in_a_file(cast, name, followed):
    with pytest.raises(Forbidden):
        begin_delegation(cast.awa.id, cast.moussa.phone, bond="frère", actor=getattr(cast, name))


def test_the_database_keeps_to_the_rules(cast, followed):
    same = {"patient_id": cast.awa.id, "granted_by_id": cast.awa.id, "bond": "x", "ground": "person", "reason": ""}
    wrong = [
        same | {"delegate_id": cast.awa.id},
        same | {"delegate_id": cast.moussa.id},  # one open delegation a pair
        same | {"delegate_id": cast.moussa.id, "patient_id": cast.fatou.id},
        same | {"delegate_id": cast.moussa.id, "ground": "admin", "ended_at": utcnow()},
    ]
    for row in wrong:
        db.session.add(Delegation(**row))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


@pytest.mark.parametrize("name", ["awa", "moussa", "ousmane"])
def test_either_or_an_admin_ends_it_at_once(cast, followed, name, ears):
    actor = getattr(cast, name)
    assert delegations.followed_ids(cast.moussa) == {cast.awa.id}
    row = end_delegation(followed.id, actor=actor)
    assert row.ended_at and row.ended_by_id == actor.id
    assert delegations.followed_ids(cast.moussa) == set()
    fact = newest("DelegationEnded")
    assert heard(fact) == ears(awa=True, moussa=True)
    assert fact.payload["on_behalf_of"] is None
    with pytest.raises(Conflict):
        end_delegation(followed.id, actor=actor)


def test_nobody_else_ends_it(cast, followed):
    for name in ("fatou", "aminata"):
        with pytest.raises(NotFound):
            end_delegation(followed.id, actor=getattr(cast, name))


def test_time_ends_it_and_a_late_clock_lets_nobody_in(cast):
    today = utcnow().date()
    row = begin_delegation(cast.awa.id, cast.moussa.phone, bond="frère", until=today, actor=cast.awa)
    over = row.ends_at + timedelta(seconds=1)
    assert delegations.followed_ids(cast.moussa, row.ends_at - timedelta(seconds=1)) == {cast.awa.id}
    assert delegations.followed_ids(cast.moussa, over) == set()
    clock.run(now=over)
    ended = db.session.get(Delegation, row.id)
    assert (ended.ended_at, ended.ended_by_id) == (over, None)
    again = begin_delegation(cast.awa.id, cast.moussa.phone, bond="frère", actor=cast.awa, now=over + timedelta(hours=2))
    assert again.id != row.id


def test_what_a_delegate_decides_says_who_did_it_for_whom(cast, followed, ears):
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    assert heard(newest("AccessRequested")) == ears(awa=True, moussa=True, ibrahima=False)
    decided = decide_access_request(asked.id, Access.APPROVED, actor=cast.moussa)
    assert (decided.status, decided.delegate_id) == (Access.APPROVED, cast.moussa.id)
    fact = newest("AccessRequestStatusChanged")
    assert (fact.actor_id, fact.payload["on_behalf_of"]) == (cast.moussa.id, str(cast.awa.id))
    assert heard(fact) == ears(awa=True, moussa=True, ibrahima=True)
    audited = db.session.scalars(db.select(AuditEntry).where(AuditEntry.fact_id == fact.id)).one()
    assert (audited.actor_id, audited.details["on_behalf_of"]) == (cast.moussa.id, str(cast.awa.id))
    for reader in (cast.awa, cast.moussa):
        (line,) = [one for one in access_log.listed(reader, patient_id=cast.awa.id)[0] if one.id == fact.id]
        assert (line.actor.id, line.in_their_place, line.patient.id) == (cast.moussa.id, True, cast.awa.id)
    assert decide_access_request(asked.id, Access.REVOKED, actor=cast.awa).delegate_id is None


def test_a_delegate_looks_after_an_ordonnance(cast, followed, ears):
    it = ordonnances.at(Status.READY, cast)
    code = it.pickup_code
    assert renew_pickup_code(it.id, actor=cast.moussa).pickup_code != code
    assert heard(newest("PickupCodeRenewed"))[f"user_{cast.awa.id}"] is True  # to Awa, it is news
    asked = request_delivery(it.id, mode="pickup", actor=cast.moussa)
    assert asked.requests[-1].delegate_id == cast.moussa.id
    assert return_prescription(it.id, reason="Trop loin", actor=cast.moussa).status == Status.ISSUED
    assert choose_pharmacy(it.id, cast.medina.id, actor=cast.moussa).chosen_pharmacy_id == cast.medina.id


def test_a_delegate_s_reading_is_in_the_log_as_any_other_s(cast, followed):
    assert read_file(cast.awa.id, actor=cast.moussa).id == cast.awa.id
    line = access_log.listed(cast.awa)[0][0]
    assert (line.entry.act, line.actor.id, line.in_their_place) == ("MedicalRecordRead", cast.moussa.id, True)
    assert access_log.listed(cast.moussa)[0] == []
    before = many(Fact)
    read_file(cast.awa.id, actor=cast.awa)
    assert many(Fact) == before


def test_own_lists_and_own_exports_stay_one_s_own(cast, followed):
    ordonnances.issued(cast)
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    assert prescriptions.listed(cast.moussa)[0] == desk.prescriptions(cast.moussa) == []
    assert access_requests.listed(cast.moussa)[0] == access_requests.desk(cast.moussa) == []
    assert len(prescriptions.listed(cast.moussa, patient_id=cast.awa.id)[0]) == 1
    assert asked.id in {row.id for row in access_requests.desk(cast.moussa, cast.awa.id)}
    export_file("json", actor=cast.moussa)
    file = exports.whole(cast.moussa)
    assert not (file.prescriptions or file.access_requests or file.medical_records or file.access_log)


def test_who_follows_no_longer_finds_nothing(cast, followed):
    it = ordonnances.at(Status.READY, cast)
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    end_delegation(followed.id, actor=cast.awa)
    before = many(Fact)
    for act in (
        lambda: decide_access_request(asked.id, Access.APPROVED, actor=cast.moussa),
        lambda: renew_pickup_code(it.id, actor=cast.moussa),
        lambda: request_delivery(it.id, mode="pickup", actor=cast.moussa),
        lambda: read_file(cast.awa.id, actor=cast.moussa),
        lambda: read_medical_record(it.id, actor=cast.moussa),
        lambda: choose_pharmacy(it.id, cast.medina.id, actor=cast.moussa),
    ):
        with pytest.raises(NotFound):
            act()
    assert many(Fact) == before
    assert prescriptions.listed(cast.moussa, patient_id=cast.awa.id)[0] == []


def test_one_that_ended_after_the_thing_was_found_decides_nothing(cast, followed, monkeypatch):
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=30, actor=cast.ibrahima)
    found = access_requests.find

    def find_then_lose(viewer, id, *, lock=False):
        row = found(viewer, id, lock=lock)
        db.session.get(Delegation, followed.id).ended_at = utcnow()
        db.session.flush()
        return row

    monkeypatch.setattr(access_requests, "find", find_then_lose)
    with pytest.raises(NotFound):
        decide_access_request(asked.id, Access.APPROVED, actor=cast.moussa)
