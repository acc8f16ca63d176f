"""No list, count or act of the application reads a growing table from end to end, on either database."""

import re
import shutil

import pytest
from flask_migrate import upgrade
from sqlalchemy import event, select, text

from fadjma.commands import clock
from fadjma.commands.notifications import read_all_notifications
from fadjma.commands.patients import search_patients
from fadjma.commands.prescriptions import present_prescription
from fadjma.extensions import db
from fadjma.models import Prescription
from fadjma.models.types import utcnow
from fadjma.queries import notifications
from fadjma.realtime import archive, journal
from tests import people
from tests.conftest import application
from tests.crowd import API, PAGES, everywhere, gather

GROWING = set(
    "access_requests audit_entries delegations dispenses entries facts idempotency_keys login_failures "
    "medical_record_versions medical_records patient_requests prescription_lines prescriptions read_marks readings "
    "reservations sessions stock_movements streams users".split()
)
NEWEST_FIRST = re.compile(r"ORDER BY \S+ DESC\s+LIMIT")  # of all there are: a page of the index, from its end


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request, tmp_path, monkeypatch):
    """The application over an empty database of its own, of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('empty_clinic'), tmp_path / 'fadjma.db')}"
    else:
        url = request.getfixturevalue("postgres_url")
    app = application(url, monkeypatch)
    with app.app_context():
        upgrade()
        yield app
        db.engine.dispose()


def asked_for(cast):
    """Do what asks the database beside pages: rules that count, the pump, the clock, the archive, a paper, a handshake."""
    ordonnance = db.session.scalars(select(Prescription).where(Prescription.patient_id == cast.awa.id)).first()
    present_prescription(ordonnance.matricule, actor=cast.aminata)
    search_patients("Awa", actor=cast.fatou)
    read_all_notifications(actor=cast.awa)
    journal.above("patients", 0, 25), journal.archived(["patients"]), archive.run()
    clock.run(), clock.sweep()
    for filters in ({"unread": True}, {"family": "records"}):
        notifications.listed(cast.awa, **filters)
    notifications.standings([cast.awa.id], [notice.id for notice in notifications.listed(cast.awa)[0]], utcnow())


@pytest.fixture
def asked(context):
    """{SQL: parameters} of everything the database was asked while a crowd came and everybody looked at their lists."""
    statements: dict = {}

    def note(connection, cursor, statement, parameters, statement_context, executemany):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            statements.setdefault(statement, parameters[0] if executemany else parameters)

    event.listen(db.engine, "before_cursor_execute", note)
    cast = people.hire()
    gather(cast, range(2))
    browsers = {name: people.sign_in(context, name) for name in PAGES}
    for name, path in everywhere(PAGES):
        assert browsers[name].get(path).status_code == 200
    login = {name: {"login": f"{name}@fadjma.example", "password": people.PASSWORD} for name in API}
    tokens = {name: browsers[name].post("/api/v1/sessions", json=login[name]).json["access_token"] for name in API}
    for name, path in everywhere(API):
        answer = browsers[name].get(f"/api/v1{path}", headers={"Authorization": f"Bearer {tokens[name]}"})
        assert answer.status_code == 200
    asked_for(cast)
    event.remove(db.engine, "before_cursor_execute", note)
    return statements


def full_scans(statement, parameters):
    """Return the growing tables that the database would read from end to end for a statement."""
    if db.engine.dialect.name == "sqlite":
        plan = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        scans = [step for step in plan if step.startswith("SCAN ")]
    else:
        db.session.execute(text("SET enable_seqscan = off"))  # what has an index is not read otherwise, however small
        plan = [row[0] for row in db.session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters)]
        scans = [step.replace("Seq Scan on", "SCAN").strip(" ->") for step in plan if "Seq Scan on" in step]
    aliases = dict(re.findall(r"(\w+) AS (\w+_\d)\b", statement))
    real = {name: table for table, name in re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", statement)} | aliases
    return {real.get(step.split()[1], step.split()[1]) for step in scans} & GROWING


def test_nothing_reads_a_growing_table_from_end_to_end(asked):
    assert len(asked) > 60
    found = {statement: full_scans(statement, parameters) for statement, parameters in asked.items()}
    offenders = {sql: tables for sql, tables in found.items() if tables and not NEWEST_FIRST.search(sql)}
    assert not offenders, "\n\n".join(f"{tables}: {sql}" for sql, tables in offenders.items())


def test_a_scan_would_be_seen(context):
    assert full_scans("SELECT count(*) FROM facts WHERE name = 'LoginFailed'", ()) == {"facts"}


def test_notifications_are_found_among_the_loud_entries_alone(asked):
    counts = [sql for sql in asked if "count(facts.id)" in sql]
    assert counts
    if db.engine.dialect.name == "sqlite":  # PostgreSQL decides by how much there is
        plans = [db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", asked[sql]).all() for sql in counts]
        assert all("ix_entries_loud" in str(plan) for plan in plans)
