"""The patient's own file and its log: they grow in place, and looking at them writes nothing."""

from uuid import uuid4

import pytest

from fadjma.commands.medical_records import add_medical_record, amend_medical_record
from fadjma.domain.prescriptions import Status
from tests.ordonnances import at, issued
from tests.people import act, told
from tests.traces import nothing_written
from tests.web.pages import older, standing, swapped

NOTE = {"kind": "note", "title": "Repos", "content": "Une semaine"}


def test_the_file_grows_in_place_and_its_history_too(as_, cast, listening):
    awa = as_("awa")
    socket = listening(awa)
    entry = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    (frame,) = told(socket, "new_medical_record")
    (swap,) = [swap for swap in frame["swaps"] if swap["list"] == "medical_records"]
    assert swap["of"] == f"patient_{cast.awa.id}"
    for path in ("/patient/", "/patient/medical-records"):
        assert swap["html"] in awa.get(path).text
    amend_medical_record(entry.id, version=1, reason="Erreur de durée", content="Deux semaines", actor=cast.fatou)
    (detail,) = swapped(told(socket, "medical_record_updated"), f"medical_record_detail_{entry.id}")
    page = awa.get(f"/patient/medical-records/{entry.id}").text
    assert detail in page
    for shown in ("Erreur de durée", "Deux semaines", "Une semaine", "Version 2", "Dr Fatou Diop", "texte"):
        assert shown in page


def test_every_reading_by_somebody_else_joins_the_log(as_, cast, listening):
    awa = as_("awa")
    socket = listening(awa)
    assert awa.get("/patient/medical-records").status_code == 200
    assert told(socket) == []
    as_("fatou").get(f"/doctor/patients/{cast.awa.id}")
    frames = told(socket, "medical_record_activity")
    lines = [swap for frame in frames for swap in frame["swaps"] if swap["list"] == "access_log_lines"]
    assert lines
    for path in ("/patient/", "/patient/access-log"):
        page = awa.get(path).text
        assert all(line["html"] in page for line in lines)
    assert "Dr Fatou Diop" in lines[0]["html"]


def test_the_file_is_filtered_by_kind_and_only_the_whole_list_is_joined(as_, cast):
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    add_medical_record(cast.awa.id, kind="consultation", title="Toux", content="Dix jours", actor=cast.fatou)
    awa = as_("awa")
    listed = {query: awa.get(f"/patient/medical-records{query}").text for query in ("", "?kind=note", "?kind=x")}
    assert ("Repos" in listed["?kind=note"], "Toux" in listed["?kind=note"]) == (True, False)
    assert "Repos" in listed["?kind=x"] and "Toux" in listed["?kind=x"]
    assert [('data-joins="no"' in page) for page in listed.values()] == [False, True, False]
    assert all(f'data-of="patient_{cast.awa.id}"' in page for page in listed.values())


def test_lists_go_on_twenty_at_a_time(as_, cast):
    for _ in range(21):
        add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
        issued(cast)
    awa = as_("awa")
    for path, noun in (
        ("medical-records", "medical_record"),
        ("prescriptions", "prescription"),
        ("access-log", "access_log_line"),
    ):
        rest = older(awa, f"/patient/{path}")
        assert (len(standing(awa, f"/patient/{path}", noun)), len(standing(awa, rest, noun))) == (20, 1)
        assert 'data-joins="no"' in awa.get(rest).text


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "", pytest.param(str(uuid4()), id="unknown")])
@pytest.mark.parametrize("path", ["access-requests", "prescriptions", "medical-records", "access-log"])
def test_an_address_that_makes_no_sense_is_a_page_all_the_same(as_, cast, path, after):
    assert as_("awa").get(f"/patient/{path}?after={after}").status_code == 200


def test_the_file_of_another_is_not_there(as_, cast):
    entry = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    moussa = as_("moussa")
    for id in (entry.id, uuid4()):
        assert moussa.get(f"/patient/medical-records/{id}").status_code == 404
    assert "Repos" not in moussa.get("/patient/medical-records").text
    assert not standing(moussa, "/patient/access-log", "access_log_line")


def test_looking_at_the_own_file_writes_nothing(as_, cast):
    entry = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    it = issued(cast)
    awa = as_("awa")
    with nothing_written():
        for path in ("", "medical-records", f"medical-records/{entry.id}", f"prescriptions/{it.id}", "access-log"):
            assert awa.get(f"/patient/{path}").status_code == 200


def test_a_strangers_acts_never_reach_this_patient(as_, cast, listening):
    socket = listening(as_("moussa"))
    it = at(Status.READY, cast)
    add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    act(as_("awa"), f"/patient/prescriptions/{it.id}/pickup-code")
    assert told(socket) == []
