"""A file as a timeline: by years, narrowed by kind and year, searched by words; a doctor's search is recorded as one."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from fadjma.commands.medical_records import add_medical_record, amend_medical_record
from fadjma.extensions import db
from fadjma.queries import access_log, medical_records
from tests import html
from tests.people import told
from tests.web.live import let_in
from tests.web.pages import standing, swapped

NOTE = {"kind": "note", "title": "Repos", "content": "Une semaine"}
FILE = "/patient/medical-records"


@pytest.fixture
def file(cast):
    """Awa's file: a note of last year, an allergy, and a result with a percent sign; Moussa's has a note too."""
    old = add_medical_record(
        cast.awa.id, kind="note", title="Fièvre élevée", content="Dengue écartée, un œdème.", actor=cast.fatou
    )
    db.session.rollback()
    old.created_at = datetime(2025, 3, 1, tzinfo=UTC)
    db.session.commit()
    data = {"substance": "Pénicilline", "severity": "severe"}
    allergy = add_medical_record(cast.awa.id, kind="allergy", title="Allergie", content="", data=data, actor=cast.fatou)
    result = {"analyte": "HbA1c", "value": "7,1", "unit": "%"}
    test = add_medical_record(cast.awa.id, kind="test_result", title="Bilan", content="", data=result, actor=cast.fatou)
    let_in(cast, "ibrahima")
    return {"old": old.id, "allergy": allergy.id, "test": test.id}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("fievre", {"old"}),
        ("FIÈVRE dengue", {"old"}),
        ("Oedeme", {"old"}),
        ("œdème", {"old"}),
        ("fievre penicilline", set()),
        ("pénicil", {"allergy"}),
        ("%", {"test"}),
        ("_", set()),
        ("diop", {"old", "allergy", "test"}),
        ("diop 7,1", {"test"}),
        ("\\", set()),
        ("  ", {"old", "allergy", "test"}),
    ],
)
def test_words_are_found_in_what_is_written_and_in_who_wrote_it(cast, file, q, found):
    rows, _ = medical_records.listed(cast.awa, cast.awa.id, q=q)
    assert {row.id for row in rows} == {file[name] for name in found}
    assert medical_records.listed(cast.moussa, cast.awa.id, q=q)[0] == []
    assert medical_records.listed(cast.moussa, cast.moussa.id, q=q)[0] == []


def test_what_was_corrected_is_found_as_it_is_now(cast, file):
    amend_medical_record(file["old"], version=1, reason="Erreur", title="Toux", content="Bronchite.", actor=cast.fatou)
    assert medical_records.listed(cast.awa, cast.awa.id, q="fievre")[0] == []
    assert [row.id for row in medical_records.listed(cast.awa, cast.awa.id, q="toux bronch")[0]] == [file["old"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?year=2025", {"old"}),
        ("?year=1990", set()),
        ("?year=99999", {"old", "allergy", "test"}),
        ("?kind=allergy&q=diop", {"allergy"}),
        ("?kind=allergy&year=2025", set()),
        ("?q=fi%C3%A8vre&year=2025", {"old"}),
    ],
)
def test_a_narrowed_file_shows_what_is_asked_for_and_is_never_joined(as_, cast, file, asked, found):
    awa = as_("awa")
    assert standing(awa, FILE + asked, "medical_record").keys() == {f"medical_record_{file[name]}" for name in found}
    whole = len(found) == 3
    assert ('data-joins="no"' in awa.get(FILE + asked).text) is not whole


def headings(browser, path):
    """Return the years that stand in a file, those without an entry below them left out."""
    root = html.Page(browser.get(path).text).root
    rows = root.findall(".//*[@id='medical_records']/li")
    return [
        "".join(row.itertext()).strip()
        for row, below in pairwise(rows)
        if row.get("class") == "year" and below.get("data-kind")
    ]


@pytest.mark.parametrize(("name", "path"), [("awa", FILE), ("fatou", "/doctor/patients/{awa}")])
def test_entries_stand_under_the_year_they_were_written_in(as_, cast, file, name, path):
    path, this = path.format(awa=cast.awa.id), str(datetime.now(UTC).year)
    assert headings(as_(name), path) == [this, "2025"]
    assert headings(as_(name), f"{path}?year=2025") == ["2025"]


def test_what_comes_live_is_what_a_reload_shows(as_, cast, listening, file):
    awa = as_("awa")
    phone = listening(awa)
    entry = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    (row,) = swapped(told(phone, "new_medical_record"), f"medical_record_{entry.id}")
    page = awa.get(FILE).text
    assert row in page and page.index('class="year"') < page.index(row)


def test_a_doctors_search_is_a_reading_and_its_words_are_not_kept(as_, cast, listening, file):
    phone, ibrahima = listening(as_("awa")), as_("ibrahima")
    page = ibrahima.get(f"/doctor/patients/{cast.awa.id}?q=dengue").text
    assert f"medical_record_{file['old']}" in page and f'id="medical_record_{file["test"]}"' not in page
    assert "Fièvre" not in page
    (frame,) = [frame for frame in told(phone, "medical_record_activity") if "reading" not in frame["data"]]
    assert "Dr Ibrahima Fall a consulté votre dossier, par une recherche." in frame["message"]
    entry = access_log.listed(cast.awa)[0][0].entry
    assert entry.subject_type == "file_search" and "dengue" not in str(entry.details)
