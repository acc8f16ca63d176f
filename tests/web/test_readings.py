"""« Qui lit mon dossier en ce moment »: from the doctor's open page to the patient's, live, and cut there and then."""

from datetime import timedelta

import pytest

from fadjma.commands import clock
from fadjma.commands.emergencies import begin_emergency, close_emergency
from fadjma.models.types import utcnow
from tests import html
from tests.people import act, told
from tests.web.live import let_in
from tests.web.pages import standing, swapped

ON_A_PAGE = ["", "/medical-records/new", "/prescriptions/new"]


def activity(ear):
    """Return the frames that say that somebody begins or ends reading."""
    return [frame for frame in told(ear, "medical_record_activity") if "reading" in frame["data"]]


@pytest.mark.parametrize("page", ON_A_PAGE)
def test_opening_a_file_shows_its_reader_to_the_patient_as_a_reload_would(as_, cast, listening, file, page):
    awa, fatou = as_("awa"), as_("fatou")
    phone = listening(awa)
    fatou.get(f"{file}{page}")
    (began,) = activity(phone)
    assert began["data"]["reading"] is True and began["data"]["reader_id"] == str(cast.fatou.id)
    assert "Dr Fatou Diop" in began["message"]
    (card,) = swapped([began], f"reading_{began['data']['reading_id']}")
    assert card in awa.get("/patient/").text and card in awa.get("/patient/access-log").text
    assert "Couper l’accès" in card and began["swaps"][0]["list"] == "readings"


def test_the_page_renews_its_lease_every_twenty_seconds(as_, cast, file):
    fatou = as_("fatou")
    (presence,) = [it for it in html.Page(fatou.get(file).text).elements if it.get("id") == "presence"]
    assert presence.get("hx-post") == f"{file}/reading"
    assert presence.get("hx-trigger") == "load, every 20s"
    assert act(fatou, f"{file}/reading").status_code == 204


def test_an_entry_that_is_open_says_so_too(as_, cast, listening, file):
    phone, fatou = listening(as_("awa")), as_("fatou")
    made = act(fatou, f"{file}/medical-records", kind="note", title="A", content="B")
    told(phone)
    assert f'hx-post="{file}/reading"' in fatou.get(made.headers["HX-Redirect"]).text
    assert activity(phone) == []
    act(fatou, f"{file}/reading")
    assert [frame["data"]["reading"] for frame in activity(phone)] == [True]


def test_who_falls_silent_leaves_the_patients_page(as_, cast, listening, file):
    awa = as_("awa")
    phone = listening(awa)
    as_("fatou").get(file)
    (began,) = activity(phone)
    clock.sweep(now=utcnow() + timedelta(seconds=46))
    (ended,) = activity(phone)
    assert ended["data"]["reading"] is False and "ne lit plus" in ended["message"]
    assert swapped([ended], f"reading_{began['data']['reading_id']}") == [""]
    assert standing(awa, "/patient/", "reading") == {}


def test_the_patient_cuts_there_and_then(as_, cast, listening, file):
    awa, fatou = as_("awa"), as_("fatou")
    phone, desk = listening(awa), listening(fatou)
    fatou.get(file)
    id = activity(phone)[0]["data"]["reading_id"]
    answer = act(awa, f"/patient/readings/{id}/revocation")
    assert (answer.status_code, answer.text, answer.headers["HX-Reswap"]) == (200, "", "delete")
    frames = told(phone)
    assert {frame["type"] for frame in frames} == {"access_request_status_changed", "medical_record_activity"}
    assert swapped(frames, f"reading_{id}") == [""]
    assert swapped(told(desk), f"patient_file_{cast.awa.id}") == [""]
    lost = act(fatou, f"{file}/reading")
    assert (lost.status_code, lost.headers["HX-Reswap"]) == (404, "delete")
    assert lost.headers["HX-Retarget"] == f"#patient_file_{cast.awa.id}"


def test_a_reader_in_an_emergency_is_contested_not_cut(as_, cast, listening):
    opened = begin_emergency(cast.moussa.id, reason="Coma", reason_code="other", actor=cast.ibrahima)
    moussa, ibrahima = as_("moussa"), as_("ibrahima")
    phone, file = listening(moussa), f"/doctor/patients/{cast.moussa.id}"
    ibrahima.get(file)
    (began,) = activity(phone)
    (card,) = swapped([began], f"reading_{began['data']['reading_id']}")
    assert f"/patient/access-requests/{opened.id}" in card and "Couper" not in card
    assert act(moussa, f"/patient/readings/{began['data']['reading_id']}/revocation").status_code == 404
    left = act(ibrahima, f"{file}/reading")
    assert left.status_code == 200 and "3\u00a0h\u00a059" in left.text


def test_a_page_that_shows_an_emergency_comes_anew_once_its_reader_is_let_in(as_, cast):
    opened = begin_emergency(cast.awa.id, reason="Coma", reason_code="other", actor=cast.ibrahima)
    ibrahima, path = as_("ibrahima"), f"/doctor/patients/{cast.awa.id}/reading"
    assert "HX-Refresh" not in act(ibrahima, path, emergency=str(opened.id)).headers
    let_in(cast, "ibrahima", level="write")
    assert act(ibrahima, path, emergency=str(opened.id)).headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in act(ibrahima, path).headers


def test_a_reader_who_has_both_reads_on_under_the_other_and_the_card_follows(as_, cast, listening, file):
    opened = begin_emergency(cast.awa.id, reason="Coma", reason_code="other", actor=cast.fatou)
    awa = as_("awa")
    phone = listening(awa)
    as_("fatou").get(file)
    id = activity(phone)[0]["data"]["reading_id"]
    answer = act(awa, f"/patient/readings/{id}/revocation")
    assert "en urgence" in answer.text and answer.text in awa.get("/patient/").text
    assert swapped(told(phone, "access_request_status_changed"), f"reading_{id}")[-1] == answer.text
    close_emergency(opened.id, actor=cast.fatou)
    assert [frame["data"]["reading"] for frame in activity(phone)] == [False]


def test_nobody_else_learns_who_reads(as_, cast, listening, file):
    ears = {name: listening(as_(name)) for name in ("moussa", "ibrahima", "aminata", "ousmane", "fatou")}
    as_("fatou").get(file)
    clock.sweep(now=utcnow() + timedelta(seconds=46))
    assert {name: told(ear) for name, ear in ears.items()} == {name: [] for name in ears}
