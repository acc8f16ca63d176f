"""Writing and reading a file: rows, audit and journal together; a refusal writes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.medical_records import (
    add_medical_record,
    amend_medical_record,
    read_file,
    read_medical_record,
    read_records,
)
from fadjma.domain.access_requests import Level, Status
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.extensions import db
from fadjma.models import AuditEntry, Entry, Fact, MedicalRecord, MedicalRecordVersion
from fadjma.queries import access_log, medical_records
from fadjma.queries.streams import user_stream

CONSULTATION = {"kind": "consultation", "title": "Toux depuis dix jours", "content": "Auscultation claire."}
READINGS = [(read_file, "patient_file"), (read_records, "medical_records")]


def written():
    """Return how many rows there are of everything an act on a file may write."""
    tables = (MedicalRecord, MedicalRecordVersion, Fact, Entry, AuditEntry)
    return [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables]


def last(table, order):
    """Return the newest row of a table."""
    return db.session.scalars(db.select(table).order_by(order.desc())).first()


def heard(fact):
    """Return {stream: loud} of a fact."""
    entries = db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))
    return {entry.stream: entry.loud for entry in entries}


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.fatou)


def grant(cast, doctor, level=Level.READ, **more):
    """Give a doctor access to Awa's file; return the grant."""
    asked = request_access(cast.awa.id, reason="Avis", level=level, days=5, actor=doctor, **more)
    return decide_access_request(asked.id, Status.APPROVED, actor=cast.awa, **more)


def test_an_entry_is_kept_audited_and_told_together(cast, entry):
    assert (entry.version, entry.current.title, entry.author_id) == (1, "Toux depuis dix jours", cast.fatou.id)
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (fact.name, audited.act, audited.fact_id) == ("MedicalRecordAdded", "MedicalRecordAdded", fact.id)
    assert (audited.actor_id, audited.patient_id, audited.grant_id) == (cast.fatou.id, cast.awa.id, cast.grant.id)
    assert heard(fact) == {user_stream(cast.awa.id): True, user_stream(cast.fatou.id): False}


def test_the_journal_and_the_audit_hold_nothing_of_what_was_written(entry):
    said = str(last(Fact, Fact.id).payload) + str(last(AuditEntry, AuditEntry.seq).details)
    assert "Toux" not in said and "Auscultation" not in said
    assert str(entry.id) in said


def test_every_doctor_who_may_read_is_told(cast):
    grant(cast, cast.ibrahima)
    add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.fatou)
    assert heard(last(Fact, Fact.id))[user_stream(cast.ibrahima.id)] is True


def test_a_doctor_whose_days_are_over_is_not_told_though_the_clock_is_late(cast):
    grant(cast, cast.ibrahima).expires_at -= timedelta(days=6)
    db.session.commit()
    add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.fatou)
    assert user_stream(cast.ibrahima.id) not in heard(last(Fact, Fact.id))


def test_the_structured_data_of_a_kind_is_kept_without_its_empty_fields(cast):
    data = {"systolic": 120, "diastolic": 80, "temperature": ""}
    entry = add_medical_record(cast.awa.id, kind="vital_signs", title="Constantes", content="", data=data, actor=cast.fatou)
    assert entry.current.data == {"systolic": 120, "diastolic": 80}


@pytest.mark.parametrize(
    ("name", "refusal"), [("ibrahima", NotFound), ("awa", Forbidden), ("aminata", Forbidden), ("ousmane", Forbidden)]
)
def test_nobody_writes_without_write_access(cast, name, refusal):
    before = written()
    with pytest.raises(refusal):
        add_medical_record(cast.awa.id, **CONSULTATION, actor=getattr(cast, name))
    assert written() == before


def test_read_access_does_not_write(cast):
    grant(cast, cast.ibrahima)
    before = written()
    with pytest.raises(Forbidden, match="no_write_access"):
        add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.ibrahima)
    assert written() == before


def test_a_wrong_entry_writes_nothing(cast):
    before = written()
    with pytest.raises(Invalid) as refused:
        add_medical_record(cast.awa.id, kind="allergy", title=" ", content="", data={"dose": "2"}, actor=cast.fatou)
    assert refused.value.errors == {
        "title": "required",
        "data.dose": "unknown_field",
        "data.substance": "required",
    }
    assert written() == before


def test_an_amendment_is_a_new_version_and_what_is_not_given_stays(cast, entry):
    amended = amend_medical_record(entry.id, version=1, reason="Précision", content="Râles à droite.", actor=cast.fatou)
    assert (amended.version, amended.current.title, amended.current.content) == (2, entry.current.title, "Râles à droite.")
    first, second = reversed(medical_records.versions(cast.awa, entry.id))
    assert (first.content, first.reason) == ("Auscultation claire.", "")
    assert (second.reason, second.author.name) == ("Précision", "Dr Fatou Diop")
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (fact.name, fact.payload["version"], audited.act) == ("MedicalRecordAmended", 2, "MedicalRecordAmended")
    assert heard(fact) == {user_stream(cast.awa.id): True, user_stream(cast.fatou.id): False}


def test_an_amendment_of_what_has_changed_since_is_refused_and_writes_nothing(cast, entry):
    amend_medical_record(entry.id, version=1, reason="Précision", title="Toux grasse", actor=cast.fatou)
    before = written()
    with pytest.raises(Conflict, match="stale_version"):
        amend_medical_record(entry.id, version=1, reason="Autre précision", title="Toux sèche", actor=cast.fatou)
    assert written() == before


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"title": ""}, {"content": " "}, {"data": {"lot": "A"}}])
def test_a_wrong_amendment_writes_nothing(cast, entry, wrong):
    before = written()
    with pytest.raises(Invalid):
        amend_medical_record(entry.id, **({"version": 1, "reason": "Précision"} | wrong), actor=cast.fatou)
    assert written() == before


def test_only_the_author_amends(cast, entry):
    grant(cast, cast.ibrahima, Level.WRITE)
    before = written()
    for other in (cast.ibrahima, cast.awa):
        with pytest.raises(Forbidden, match="only_the_author_amends"):
            amend_medical_record(entry.id, version=1, reason="Précision", title="Autre", actor=other)
    with pytest.raises(NotFound):
        amend_medical_record(entry.id, version=1, reason="Précision", title="Autre", actor=cast.moussa)
    assert written() == before


@pytest.mark.parametrize(("read", "kind"), READINGS)
def test_opening_a_file_or_its_list_is_recorded_each_time_under_its_grant(cast, read, kind):
    assert read(cast.awa.id, actor=cast.fatou).name == "Awa Ndiaye"
    read(cast.awa.id, actor=cast.fatou)
    lines, _ = access_log.listed(cast.awa)
    assert [(line.actor.id, line.entry.subject_type, line.grant.id) for line in lines] == [
        (cast.fatou.id, kind, cast.grant.id)
    ] * 2
    assert heard(last(Fact, Fact.id)) == {user_stream(cast.awa.id): False}


def test_opening_an_entry_is_recorded(cast, entry):
    assert read_medical_record(entry.id, actor=cast.fatou).current.title == "Toux depuis dix jours"
    line = access_log.listed(cast.awa)[0][0]
    assert (line.entry.act, line.entry.subject_type, line.entry.subject_id) == (
        "MedicalRecordRead",
        "medical_record",
        entry.id,
    )


def test_patients_reading_their_own_file_leave_no_line(cast, entry):
    before = written()
    assert read_file(cast.awa.id, actor=cast.awa).id == read_records(cast.awa.id, actor=cast.awa).id == cast.awa.id
    assert read_medical_record(entry.id, actor=cast.awa).id == entry.id
    assert written() == before


@pytest.mark.parametrize("name", ["ibrahima", "moussa", "aminata", "ousmane"])
def test_nobody_else_reads_and_the_refusal_leaves_no_line(cast, entry, name):
    before = written()
    for read, id in ((read_file, cast.awa.id), (read_records, cast.awa.id), (read_medical_record, entry.id)):
        with pytest.raises(NotFound):
            read(id, actor=getattr(cast, name))
    with pytest.raises(NotFound):
        read_file(uuid4(), actor=cast.fatou)
    assert written() == before


def test_the_author_keeps_reading_own_entries_and_nothing_else_once_access_is_cut(cast, entry):
    grant(cast, cast.ibrahima, Level.WRITE)
    other = add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.ibrahima)
    assert read_medical_record(other.id, actor=cast.fatou)
    decide_access_request(cast.grant.id, Status.REVOKED, actor=cast.awa)
    assert read_medical_record(entry.id, actor=cast.fatou).id == entry.id
    assert access_log.listed(cast.awa)[0][0].grant is None
    for read, id in ((read_medical_record, other.id), (read_file, cast.awa.id), (read_records, cast.awa.id)):
        with pytest.raises(NotFound):
            read(id, actor=cast.fatou)


def test_a_late_clock_lets_nobody_in(cast, entry):
    grant(cast, cast.ibrahima, Level.WRITE)
    later = cast.grant.created_at + timedelta(days=5, hours=1)
    assert read_file(cast.awa.id, actor=cast.ibrahima)
    before = written()
    for read, id in ((read_file, cast.awa.id), (read_records, cast.awa.id), (read_medical_record, entry.id)):
        with pytest.raises(NotFound):
            read(id, actor=cast.ibrahima, now=later)
    with pytest.raises(NotFound):
        add_medical_record(cast.awa.id, **CONSULTATION, actor=cast.ibrahima, now=later)
    assert written() == before
