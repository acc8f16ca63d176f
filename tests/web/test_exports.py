"""One's own file, taken away: everything that the database has of a patient, and nothing of anybody else's."""

import io
import json

import pytest
from pypdf import PdfReader

from fadjma.commands.medical_records import add_medical_record, amend_medical_record, read_file
from fadjma.domain.prescriptions import Status
from fadjma.models import AuditEntry, MedicalRecordVersion
from fadjma.paper.export import SHAPE
from fadjma.queries import access_log
from tests.counting import counted
from tests.ordonnances import at, issued

NOTE = {"kind": "note", "title": "Fièvre élevée", "content": "Dengue écartée « à ce jour »."}


@pytest.fixture
def file(cast):
    """Awa's file: a note in two versions, a delivered ordonnance, one reading by Fatou."""
    note = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    amend_medical_record(note.id, version=1, reason="Résultat reçu", content="Dengue confirmée.", actor=cast.fatou)
    read_file(cast.awa.id, actor=cast.fatou)
    return note, at(Status.DELIVERED, cast)


def test_the_document_is_what_the_database_has(as_, cast, file):
    note, given = file
    answer = as_("awa").get("/patient/export.json")
    assert answer.mimetype == "application/json" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Fièvre élevée" in answer.text  # UTF-8, not escapes
    said = json.loads(answer.data)
    assert (said["format"], said["shape"], said["patient"]["id"]) == ("fadjma-export", SHAPE, str(cast.awa.id))
    (entry,) = said["medical_records"]
    rows = MedicalRecordVersion.query.filter_by(medical_record_id=note.id).order_by(MedicalRecordVersion.number)
    assert [(it["number"], it["title"], it["content"], it["reason"]) for it in entry["versions"]] == [
        (row.number, row.title, row.content, row.reason) for row in rows
    ]
    (ordonnance,) = said["prescriptions"]
    assert ordonnance["matricule"] == given.matricule and ordonnance["status"] == "delivered"
    assert [line["medication"] for line in ordonnance["lines"]] == [line.medication for line in given.lines]
    assert sum(one["quantity"] for one in ordonnance["dispenses"]) == sum(line.delivered for line in given.lines) > 0
    assert [one["id"] for one in said["access_requests"]] == [str(cast.grant.id)]
    assert [one["id"] for one in reversed(said["access_log"])] == [str(one.id) for one in access_log.listed(cast.awa)[0]]


def test_nothing_secret_and_nothing_of_others_is_in_it(as_, cast, file):
    theirs, own = as_("moussa").get("/patient/export.json").text, as_("awa").get("/patient/export.json").text
    assert "Dengue" in own and "Dengue" not in theirs and "argon2" not in own
    assert json.loads(theirs)["medical_records"] == json.loads(theirs)["prescriptions"] == []


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_that_it_was_taken_is_in_the_audit_trail(as_, cast, form):
    as_("awa").get(f"/patient/export.{form}")
    entry = AuditEntry.query.filter_by(act="FileExported").one()
    assert (entry.actor_id, entry.patient_id, entry.details["form"]) == (cast.awa.id, cast.awa.id, form)


def test_the_paper_says_what_is_written_and_prescribed_on_numbered_pages(as_, cast, file):
    for number in range(30):
        content = f"Repos numéro {number}. " * 8
        add_medical_record(cast.awa.id, kind="note", title=f"Suivi {number}", content=content, actor=cast.fatou)
    answer = as_("awa").get("/patient/export.pdf")
    assert answer.mimetype == "application/pdf" and "attachment" in answer.headers["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.data)).pages
    said = [" ".join(page.extract_text().split()) for page in pages]
    whole = " ".join(said)
    for part in ("Dossier médical d’Awa Ndiaye", "Fièvre élevée", "Dengue confirmée.", "Résultat reçu", "Suivi 29",
                 file[1].matricule, "Délivrée", "Dr Fatou Diop", "Aucune allergie notée"):  # fmt: skip
        assert part in whole, part
    assert len(pages) > 1
    assert all(f"Page {number} sur {len(pages)}" in page for number, page in enumerate(said, 1))
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]


def test_a_long_file_asks_as_many_queries_as_a_short_one(as_, cast, file):
    awa, counts = as_("awa"), []
    for _ in range(2):
        with counted([]) as asked:
            awa.get("/patient/export.json")
        counts.append(len(asked))
        for _ in range(3):
            add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
            issued(cast)
    assert counts[0] == counts[1]
