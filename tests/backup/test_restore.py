"""What is restored is what was kept, numbered so that every page fetches itself again; all else is refused in a line."""

import pytest
from sqlalchemy import select

from fadjma.commands.attachments import add_attachment, read_attachment
from fadjma.extensions import db
from fadjma.models import MedicalRecord, User
from fadjma.realtime.journal import RAISE
from tests.backup.conftest import KEY, change, rows, spoil, streams
from tests.conftest import application

KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["in clear", "encrypted"])


def refused(said, words):
    """Fail unless a command said one plain line with these words, and did not succeed."""
    code, lines = said
    assert code == 1
    assert len(lines) == 1 and lines[0].startswith("fadjma: ") and words in lines[0], lines


@KEYS
def test_the_rows_are_the_same_and_the_streams_are_raised(clinic, command, tmp_path, key):
    code, (line,) = command(clinic.url, "backup", tmp_path / "kept", key=key)
    assert code == 0 and ("not encrypted" in line) == (key is None)
    there = clinic.elsewhere()
    code, (line,) = command(there, "restore", tmp_path / "kept", key=key)
    assert code == 0 and "audit entries hold" in line
    before, after = rows(clinic.url), rows(there)
    before.pop("streams"), after.pop("streams")
    assert after == before
    old, new = streams(clinic.url), streams(there)
    assert {name: new[name] - seq for name, seq in old.items()} == dict.fromkeys(old, RAISE)


@KEYS
def test_the_files_of_a_record_are_in_it_to_the_last_byte(clinic, command, tmp_path, key, monkeypatch):
    content = b"%PDF-1.7\n" + bytes(range(256)) * 8000 + b"\\.\n\\\\x\n"  # what ends a COPY, if it were not escaped
    app = application(clinic.url, monkeypatch)
    with app.app_context():
        entry = db.session.scalars(select(MedicalRecord).limit(1)).one()
        place = entry.id, add_attachment(entry.id, name="scan.pdf", content=content, actor=entry.author).id
        patient_id = entry.patient_id
        db.session.remove()
        db.engine.dispose()
    command(clinic.url, "backup", tmp_path / "kept", key=key)
    there = clinic.elsewhere()
    assert command(there, "restore", tmp_path / "kept", key=key)[0] == 0
    app = application(there, monkeypatch)
    with app.app_context():
        attachment, found = read_attachment(*place, actor=db.session.get(User, patient_id))
        assert (attachment.name, found == content) == ("scan.pdf", True)
        db.session.remove()
        db.engine.dispose()


def test_streams_that_told_nothing_yet_are_raised_too(clinic, command, tmp_path):
    change(clinic.url, "DELETE FROM entries WHERE stream = 'doctors'", "DELETE FROM streams WHERE name = 'doctors'")
    command(clinic.url, "backup", tmp_path / "kept")
    assert command(clinic.url, "restore", "--replace", tmp_path / "kept")[0] == 0
    assert streams(clinic.url)["doctors"] == RAISE


def test_a_database_with_data_is_replaced_only_when_told(clinic, command, tmp_path):
    command(clinic.url, "backup", tmp_path / "kept")
    kept = rows(clinic.url)
    change(clinic.url, "UPDATE users SET name = 'Somebody else'", "CREATE TABLE newer (id INTEGER PRIMARY KEY)")
    changed = rows(clinic.url)
    refused(command(clinic.url, "restore", tmp_path / "kept"), "--replace")
    assert rows(clinic.url) == changed
    assert command(clinic.url, "restore", "--replace", tmp_path / "kept")[0] == 0
    assert rows(clinic.url)["users"] == kept["users"]
    assert "newer" not in rows(clinic.url)


def test_the_same_backup_restored_again_goes_above_what_was_told_in_between(clinic, command, tmp_path):
    command(clinic.url, "backup", tmp_path / "kept")
    old = streams(clinic.url)
    for times in (1, 2, 3):
        assert command(clinic.url, "restore", "--replace", tmp_path / "kept")[0] == 0
        assert streams(clinic.url) == {name: seq + times * RAISE for name, seq in old.items()}
    assert command(clinic.elsewhere(), "restore", f"--raise={5 * RAISE}", tmp_path / "kept")[0] == 0


@KEYS
@pytest.mark.parametrize("how", ["a bit", "cut off", "the end", "a megabyte more", "nothing"])
def test_a_damaged_backup_is_refused_and_changes_nothing(clinic, command, tmp_path, how, key):
    command(clinic.url, "backup", tmp_path / "kept", key=key)
    before = rows(clinic.url)
    refused(command(clinic.url, "restore", "--replace", spoil(tmp_path / "kept", how), key=key), "")
    assert rows(clinic.url) == before


def test_without_the_key_or_with_another_it_does_not_open(clinic, command, tmp_path):
    command(clinic.url, "backup", tmp_path / "kept", key=KEY)
    refused(command(clinic.elsewhere(), "restore", tmp_path / "kept"), "FADJMA_BACKUP_KEY")
    refused(command(clinic.elsewhere(), "restore", tmp_path / "kept", key=KEY[::-1]), "FADJMA_BACKUP_KEY")


def test_an_audit_trail_that_does_not_hold_is_not_restored(clinic, command, tmp_path):
    change(clinic.url, "UPDATE audit_entries SET act = 'SomethingElse' WHERE seq = 7")
    command(clinic.url, "backup", tmp_path / "kept")
    before = rows(clinic.url)
    refused(command(clinic.url, "restore", "--replace", tmp_path / "kept"), "entry 7 is the first bad one")
    assert rows(clinic.url) == before


def test_a_backup_of_a_newer_release_is_refused(clinic, command, tmp_path):
    change(clinic.url, "UPDATE alembic_version SET version_num = '9999'")
    command(clinic.url, "backup", tmp_path / "kept")
    refused(command(clinic.elsewhere(), "restore", tmp_path / "kept"), "newer release")


def test_other_files_and_empty_databases_are_no_backups(clinic, command, tmp_path):
    (tmp_path / "text").write_text("Bonjour")
    refused(command(clinic.elsewhere(), "restore", tmp_path / "text"), "")
    refused(command(clinic.elsewhere(), "backup", tmp_path / "kept"), "db upgrade")
    assert not (tmp_path / "kept").exists()


def test_one_database_does_not_take_the_other_s(demo_clinic, postgres, command, tmp_path):
    command(f"sqlite:///{demo_clinic}", "backup", tmp_path / "kept")
    refused(command(postgres.new_database(), "restore", tmp_path / "kept"), "no backup of PostgreSQL")
