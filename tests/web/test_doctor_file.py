"""A file as doctors open it, live: entries by kind, author and date; every reading told to the patient."""

import pytest

from fadjma.commands.medical_records import add_medical_record, amend_medical_record
from fadjma.queries import access_log
from tests.people import act, told
from tests.web.live import let_in, swaps

SECRET = {"kind": "consultation", "title": "Paludisme grave", "content": "Goutte épaisse positive."}


@pytest.fixture
def entry(cast):
    """An entry of Awa's file by Fatou."""
    return add_medical_record(cast.awa.id, **SECRET, actor=cast.fatou)


def test_an_entry_reaches_every_page_that_may_show_it_as_a_reload_would(fatou, as_, cast, listening, file):
    let_in(cast, "ibrahima")
    ibrahima, awa = as_("ibrahima"), as_("awa")
    ears = {who: listening(as_(who)) for who in ("awa", "fatou", "ibrahima", "moussa", "aminata")}
    made = act(fatou, f"{file}/medical-records", **SECRET)
    target = f"medical_record_{made.headers['HX-Redirect'].split('/')[-1]}"
    frames = {who: told(ear, "new_medical_record") for who, ear in ears.items()}
    assert {who for who, heard in frames.items() if heard} == {"awa", "fatou", "ibrahima"}
    for who, browser, page in (
        ("awa", awa, "/patient/medical-records"),
        ("ibrahima", ibrahima, file),
        ("fatou", fatou, file),
    ):
        (swap,) = [swap for swap in frames[who][0]["swaps"] if swap["target"] == target]
        assert (swap["list"], swap["of"]) == ("medical_records", f"patient_{cast.awa.id}")
        assert swap["html"] in browser.get(page).text


def test_a_doctors_frames_and_lists_say_nothing_of_what_is_written(fatou, as_, cast, listening, file, entry):
    let_in(cast, "ibrahima")
    ibrahima = as_("ibrahima")
    ear = listening(ibrahima)
    more = {"title": "Paludisme simple", "content": "Goutte épaisse négative."}
    add_medical_record(cast.awa.id, kind="note", **more, actor=cast.fatou)
    amend_medical_record(entry.id, version=1, reason="Contrôle du paludisme", **more, actor=cast.fatou)
    frames = told(ear)
    assert {frame["type"] for frame in frames} == {"new_medical_record", "medical_record_updated"}
    shown = ibrahima.get(file).text + ibrahima.get("/notifications").text
    assert "Consultation" in str(frames) and "Consultation" in shown
    for word in ("aludisme", "Goutte"):
        assert word not in str(frames) + shown
        assert word in ibrahima.get(f"/doctor/medical-records/{entry.id}").text


def test_an_open_entry_shows_live_that_there_is_a_newer_version(fatou, cast, listening, entry):
    desk = listening(fatou)
    page = f"/doctor/medical-records/{entry.id}"
    assert "Version 2" not in fatou.get(page).text
    amend_medical_record(entry.id, version=1, reason="Précision", title="Accès palustre", actor=cast.fatou)
    (frame,) = told(desk, "medical_record_updated")
    assert swaps(frame)[f"medical_record_{entry.id}"] in fatou.get(page).text
    assert "Version 2" in swaps(frame)[f"medical_record_{entry.id}"]
    assert f"medical_record_detail_{entry.id}" not in swaps(frame)


def test_the_patient_sees_the_history_of_an_entry_grow(as_, cast, listening, entry):
    awa = as_("awa")
    phone = listening(awa)
    amend_medical_record(entry.id, version=1, reason="Précision", title="Accès palustre", actor=cast.fatou)
    (frame,) = told(phone, "medical_record_updated")
    detail = swaps(frame)[f"medical_record_detail_{entry.id}"]
    assert "Paludisme grave" in detail and "Accès palustre" in detail and "Précision" in detail
    assert detail in awa.get(f"/patient/medical-records/{entry.id}").text


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("{file}", "votre dossier"),
        ("{file}/medical-records/new", "votre dossier"),
        ("{file}/prescriptions/new", "votre dossier"),
        ("/doctor/medical-records/{entry}", "une entrée de votre dossier"),
        ("/doctor/medical-records/{entry}/amendment", "une entrée de votre dossier"),
    ],
)
def test_every_reading_is_in_the_patients_log_at_once(fatou, as_, cast, listening, file, entry, page, what):
    awa = as_("awa")
    phone = listening(awa)
    for times in (1, 2):
        fatou.get(page.format(file=file, entry=entry.id))
        (frame,) = [frame for frame in told(phone, "medical_record_activity") if "reading" not in frame["data"]]
        assert f"Dr Fatou Diop a consulté {what}" in frame["message"]
        (line,) = swaps(frame).values()
        assert "Dr Fatou Diop" in line and "access_log_line_" in line
        assert line in awa.get("/patient/access-log").text
        assert len([it for it in access_log.listed(cast.awa)[0] if it.entry.act == "MedicalRecordRead"]) == times
