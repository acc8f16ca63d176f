"""Joining a file to an entry: row, bytes, fact and audit together, or nothing; opening one is recorded."""

import pytest

from fadjma.commands.access_requests import decide_access_request
from fadjma.commands.attachments import add_attachment, read_attachment
from fadjma.commands.medical_records import add_medical_record
from fadjma.domain.access_requests import Status
from fadjma.domain.attachments import MOST, Type
from fadjma.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fadjma.extensions import db
from fadjma.models import Attachment, AttachmentContent, AuditEntry, Entry, Fact
from fadjma.queries import access_log
from tests.counting import counted
from tests.web.live import let_in

PDF = b"%PDF-1.7\n" + bytes(range(256))
SCAN = {"name": "Radio.pdf", "content": PDF}


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, kind="imaging", title="Radio", content="Thorax", actor=cast.fatou)


def written():
    """Return how many rows there are of everything these acts may write."""
    tables = (Attachment, AttachmentContent, Fact, Entry, AuditEntry)
    return [db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables]


def last(table, order):
    """Return the newest row of a table."""
    return db.session.scalars(db.select(table).order_by(order.desc())).first()


def test_a_file_is_kept_audited_and_told_together(cast, entry, ears):
    before = written()
    attachment = add_attachment(entry.id, **SCAN, actor=cast.fatou)
    assert [now - then for then, now in zip(before, written(), strict=True)] == [1, 1, 1, 2, 1]
    assert (attachment.name, attachment.type, attachment.size) == ("Radio.pdf", Type.PDF, len(PDF))
    fact, audited = last(Fact, Fact.id), last(AuditEntry, AuditEntry.seq)
    assert (fact.name, audited.act, audited.fact_id) == ("AttachmentAdded", "AttachmentAdded", fact.id)
    assert (audited.subject_id, audited.grant_id) == (entry.id, cast.grant.id)
    assert audited.details["attachment_id"] == str(attachment.id)
    told = {row.stream: row.loud for row in db.session.scalars(db.select(Entry).where(Entry.fact_id == fact.id))}
    assert told == ears(awa=True, fatou=False)
    assert "Radio" not in str(fact.payload)


@pytest.mark.parametrize("content", [b"", b"%PDF", b"<html>%PDF-1.7", b"MZ\x90"])
def test_a_refused_file_leaves_nothing(cast, entry, content):
    before = written()
    with pytest.raises(Invalid):
        add_attachment(entry.id, name="scan.pdf", content=content, actor=cast.fatou)
    assert written() == before


def test_only_the_author_adds_and_nobody_else_learns_that_the_entry_is_there(cast, entry):
    before_them = let_in(cast, "ibrahima", level="write")
    before = written()
    with pytest.raises(Forbidden):
        add_attachment(entry.id, **SCAN, actor=cast.ibrahima)
    with pytest.raises(Forbidden):
        add_attachment(entry.id, **SCAN, actor=cast.awa)
    for name in ("moussa", "aminata", "ousmane"):
        with pytest.raises(NotFound):
            add_attachment(entry.id, **SCAN, actor=getattr(cast, name))
    assert written() == before
    decide_access_request(before_them.id, Status.REVOKED, actor=cast.awa)
    with pytest.raises(NotFound):
        add_attachment(entry.id, **SCAN, actor=cast.ibrahima)


def test_the_author_adds_to_own_entries_once_access_is_cut_as_they_amend_them(cast, entry):
    decide_access_request(cast.grant.id, Status.REVOKED, actor=cast.awa)
    assert add_attachment(entry.id, **SCAN, actor=cast.fatou).medical_record_id == entry.id
    assert last(AuditEntry, AuditEntry.seq).grant_id is None


def test_an_entry_has_so_many_files_and_no_more_however_many_come_at_once(app, cast, entry, at_once):
    for _ in range(MOST - 1):
        add_attachment(entry.id, **SCAN, actor=cast.fatou)
    entry_id, fatou = entry.id, cast.fatou
    db.session.expunge(fatou)
    became = at_once(4, lambda: add_attachment(entry_id, **SCAN, actor=fatou))
    assert sorted(map(str, became)) == ["done", *["too_many_attachments"] * 3]
    assert len([one for one in became if isinstance(one, Conflict)]) == 3
    db.session.rollback()
    assert written()[:2] == [MOST, MOST]


def test_opening_one_gives_the_very_bytes_and_is_a_line_of_the_patients_log(cast, entry):
    attachment = add_attachment(entry.id, **SCAN, actor=cast.fatou)
    let_in(cast, "ibrahima")
    _, content = read_attachment(entry.id, attachment.id, actor=cast.ibrahima)
    assert content == PDF
    line = access_log.listed(cast.awa)[0][0]
    assert (line.entry.act, line.entry.subject_id, line.actor.id) == ("AttachmentRead", attachment.id, cast.ibrahima.id)
    before = written()
    assert read_attachment(entry.id, attachment.id, actor=cast.awa)[1] == PDF
    assert written() == before


def test_who_may_not_read_the_entry_may_not_read_its_file_nor_another_entrys(cast, entry):
    attachment = add_attachment(entry.id, **SCAN, actor=cast.fatou)
    other = add_medical_record(cast.awa.id, kind="note", title="A", content="B", actor=cast.fatou)
    before = written()
    for name in ("ibrahima", "moussa", "aminata", "ousmane"):
        with pytest.raises(NotFound):
            read_attachment(entry.id, attachment.id, actor=getattr(cast, name))
    for place in ((other.id, attachment.id), (entry.id, entry.id)):
        with pytest.raises(NotFound):
            read_attachment(*place, actor=cast.fatou)
    assert written() == before


def test_what_is_said_of_a_file_is_read_without_its_bytes(cast, entry):
    add_attachment(entry.id, **SCAN, actor=cast.fatou)
    db.session.rollback()
    asked = []
    with counted(asked):
        assert [one.name for one in entry.attachments] == ["Radio.pdf"]
    assert asked and not any("attachment_contents" in str(query) for query in asked)
