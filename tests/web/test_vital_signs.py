"""Vital signs over time: plots that say what they show, every figure in a table, and a doctor's look at them recorded."""

import pytest

from fadjma.commands.medical_records import add_medical_record, amend_medical_record
from fadjma.queries import access_log
from tests import html
from tests.people import told

FIRST, SECOND = {"systolic": 158, "diastolic": 96, "weight": 84.2}, {"systolic": 130, "diastolic": 80, "spo2": 98}


@pytest.fixture
def measured(cast):
    """Two entries of vital signs in Awa's file."""
    entry = {"kind": "vital_signs", "title": "Visite", "content": ""}
    return [add_medical_record(cast.awa.id, **entry, data=data, actor=cast.fatou) for data in (FIRST, SECOND)]


def seen(browser, path):
    """Return (names of the plots, rows of the table) of a page."""
    root = html.Page(browser.get(path).text).root
    plots = [svg.find("{*}title").text for svg in root.iterfind(".//{*}svg[@role='img']")]
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in root.iterfind(".//tbody/tr")]
    return plots, rows


@pytest.mark.parametrize(
    ("name", "path"), [("awa", "/patient/vital-signs"), ("fatou", "/doctor/patients/{awa}/vital-signs")]
)
def test_what_was_measured_is_drawn_and_stands_in_a_table(as_, cast, measured, name, path):
    plots, rows = seen(as_(name), path.format(awa=cast.awa.id))
    assert len(plots) == 1 and plots[0].startswith("Tension artérielle en mmHg")
    assert [row[1:] for row in rows] == [
        ["130 mmHg", "80 mmHg", "", "98 %", "Dr Fatou Diop"],
        ["158 mmHg", "96 mmHg", "84,2 kg", "", "Dr Fatou Diop"],
    ]


def test_a_new_measure_and_a_corrected_one_are_there_at_reload(as_, cast, measured):
    awa = as_("awa")
    amend_medical_record(measured[1].id, version=1, reason="Erreur", data=SECOND | {"systolic": 133}, actor=cast.fatou)
    entry = {"kind": "vital_signs", "title": "Visite", "content": "", "data": {"weight": 83}}
    add_medical_record(cast.awa.id, **entry, actor=cast.fatou)
    plots, rows = seen(awa, "/patient/vital-signs")
    assert [name.split(" en ")[0] for name in plots] == ["Tension artérielle", "Poids"]
    assert rows[0][3] == "83 kg" and rows[1][1] == "133 mmHg"


def test_a_doctors_look_is_recorded_and_told_and_the_patients_own_is_not(as_, cast, listening, measured):
    awa = as_("awa")
    phone = listening(awa)
    assert awa.get("/patient/vital-signs").status_code == 200
    assert told(phone) == []
    as_("fatou").get(f"/doctor/patients/{cast.awa.id}/vital-signs")
    (frame,) = [frame for frame in told(phone, "medical_record_activity") if "reading" not in frame["data"]]
    assert "Dr Fatou Diop a consulté vos constantes" in frame["message"]
    assert access_log.listed(cast.awa)[0][0].entry.subject_type == "vital_signs"


def test_a_file_without_measures_says_what_will_come(as_):
    assert "Pas encore de constantes" in as_("moussa").get("/patient/vital-signs").text
