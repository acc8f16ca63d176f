"""The archive: what leaves the journal, what stays, and what a page hears that has been away for longer."""

from datetime import timedelta

import gevent
import pytest
from sqlalchemy import func, select

from fadjma.commands.access_requests import decide_access_request, request_access
from fadjma.commands.medical_records import add_medical_record, read_file
from fadjma.commands.notifications import read_notification
from fadjma.domain.access_requests import Status
from fadjma.extensions import db
from fadjma.models import AuditEntry, Entry, Fact
from fadjma.models.types import utcnow
from fadjma.queries import notifications
from fadjma.queries.streams import user_stream
from fadjma.realtime import archive, audit, journal
from fadjma.server import Server
from tests.people import told

LONG_AGO = timedelta(days=91)


@pytest.fixture
def long_ago(cast):
    """Fatou opened Awa's file twice and wrote in it between, all of it longer ago than the journal reaches; return when."""
    then = utcnow() - LONG_AGO
    cast.awa.created_at = then - LONG_AGO
    db.session.commit()
    read_file(cast.awa.id, actor=cast.fatou, now=then)
    add_medical_record(cast.awa.id, kind="note", title="Suivi", content="Stable.", actor=cast.fatou, now=then)
    read_file(cast.awa.id, actor=cast.fatou, now=then)
    return then


def many(table):
    """Return how many rows a table has."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


def numbers(stream):
    """Return the numbers of the entries that a stream still has."""
    db.session.rollback()
    return db.session.scalars(select(Entry.seq).where(Entry.stream == stream).order_by(Entry.seq)).all()


def test_quiet_entries_leave_and_notifications_stay(cast, long_ago):
    acts = many(AuditEntry)
    (notice,), _ = notifications.listed(cast.awa)
    assert numbers(user_stream(cast.awa.id)) == [1, 2, 3]
    assert archive.run() == acts
    assert numbers(user_stream(cast.awa.id)) == [2]
    assert many(Fact) == 1
    assert [kept.id for kept in notifications.listed(cast.awa)[0]] == [notice.id]
    assert (audit.first_bad_entry(), many(AuditEntry)) == (None, acts)


def test_what_was_read_stays_read(cast, long_ago):
    (notice,), _ = notifications.listed(cast.awa)
    read_notification(notice.id, actor=cast.awa, now=long_ago)
    archive.run()
    assert notifications.find(cast.awa, notice.id).read_at == long_ago
    assert notifications.unread_count(cast.awa) == 0


def test_what_is_young_enough_stays_and_a_second_run_does_nothing(cast, long_ago):
    read_file(cast.awa.id, actor=cast.fatou)
    assert archive.run() > 0
    assert archive.run() == 0
    assert numbers(user_stream(cast.awa.id)) == [2, 4]


@pytest.mark.parametrize(("behind", "answer"), [(4, "resync"), (2, "resync"), (1, "medical_record_activity")])
def test_a_cursor_below_what_was_archived_gets_resync_never_a_hole(as_, listening, cast, long_ago, behind, answer):
    archive.run()
    read_file(cast.awa.id, actor=cast.fatou)
    stream = user_stream(cast.awa.id)
    socket = listening(as_("awa"), cursors={stream: 4 - behind})
    assert [event["name"] for event in socket.get_received()] == ["connected", answer]
    read_file(cast.awa.id, actor=cast.fatou)
    assert [frame["seq"] for frame in told(socket)] == [5]


def test_a_stream_without_an_entry_left_has_no_silent_hole(as_, listening, cast):
    then = utcnow() - LONG_AGO
    read_file(cast.awa.id, actor=cast.fatou, now=then)
    archive.run()
    stream = user_stream(cast.awa.id)
    assert (numbers(stream), journal.heads([stream])) == ([], {stream: 1})
    assert listening(as_("awa"), cursors={stream: 0}).get_received()[1]["name"] == "resync"
    assert len(listening(as_("awa"), cursors={stream: 1}).get_received()) == 1


def test_it_goes_in_small_transactions_and_on_from_where_it_stood(cast, long_ago, monkeypatch):
    monkeypatch.setattr(archive, "BATCH", 2)
    monkeypatch.setattr(archive, "MOST", 1)
    assert archive.run() == 2
    assert numbers(user_stream(cast.awa.id)) == [2, 3]
    assert archive.run() == many(AuditEntry) - 2
    assert numbers(user_stream(cast.awa.id)) == [2]


def test_the_days_are_a_setting(app, cast, long_ago):
    app.config["JOURNAL_DAYS"] = 365
    assert archive.run() == 0
    app.config["JOURNAL_DAYS"] = 90
    assert archive.run() > 0


def test_every_process_does_it_by_itself(app):
    server = Server.__new__(Server)
    server.app = app
    beside = server._start_beside()
    acts = [act for greenlet in beside for act in greenlet.args]
    gevent.killall(beside)
    assert archive.run in acts


def test_endings_are_carried_out_when_the_older_ones_were_archived(app, as_, listening, cast):
    then = utcnow() - LONG_AGO
    asked = request_access(cast.moussa.id, reason="Avis", level="read", days=5, actor=cast.ibrahima, now=then)
    decide_access_request(asked.id, Status.REJECTED, actor=cast.moussa, now=then)
    first, second = as_("awa"), as_("awa")
    first.post("/logout", headers={"X-CSRF-TOKEN": first.get_cookie("csrf_access_token").value})
    archive.run(utcnow() + LONG_AGO)
    app.extensions["pump"].endings.seq = None
    socket = listening(second)
    second.post("/logout", headers={"X-CSRF-TOKEN": second.get_cookie("csrf_access_token").value})
    assert "session_ending" in [event["name"] for event in socket.get_received()]
