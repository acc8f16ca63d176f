"""The patient's dashboard and decisions: what needs them now, refusals that keep every word, live equal to reload."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fadjma.commands.access_requests import cancel_access_request, request_access
from fadjma.commands.medical_records import add_medical_record, read_file
from fadjma.domain.prescriptions import Status
from fadjma.extensions import db
from tests import html
from tests.ordonnances import at, code
from tests.people import told
from tests.traces import nothing_written
from tests.web.pages import again, post, standing, swapped

NOTE = {"kind": "note", "title": "Repos", "content": "Une semaine"}


@pytest.fixture
def asked(cast):
    """A request of Ibrahima's to Awa."""
    return request_access(cast.awa.id, reason="Toux depuis dix jours", level="write", days=30, actor=cast.ibrahima)


def test_the_dashboard_shows_what_needs_the_patient_now(as_, cast, asked):
    ready, delivered = at(Status.READY, cast), at(Status.DELIVERED, cast)
    entry = add_medical_record(cast.awa.id, **NOTE, actor=cast.fatou)
    read_file(cast.awa.id, actor=cast.fatou)
    awa = as_("awa")
    page = awa.get("/patient/").text
    assert standing(awa, "/patient/", "access_request") == {
        f"access_request_{asked.id}": "pending",
        f"access_request_{cast.grant.id}": "approved",
    }
    assert standing(awa, "/patient/", "prescription") == {
        f"prescription_{delivered.id}": "delivered",
        f"prescription_{ready.id}": "ready",
    }
    assert f"medical_record_{entry.id}" in standing(awa, "/patient/", "medical_record")
    assert len(standing(awa, "/patient/", "access_log_line")) == 2
    for shown in ("Toux depuis dix jours", "30 jours", "Autoriser", "Refuser", "Couper l’accès", code(ready.id)):
        assert shown in page


def test_what_ended_long_ago_has_left_the_dashboard_but_not_the_lists(as_, cast, asked):
    cancel_access_request(asked.id, actor=cast.ibrahima)
    old = at(Status.CANCELLED, cast)
    db.session.rollback()
    asked.ended_at -= timedelta(days=8)
    old.updated_at -= timedelta(days=8)
    db.session.commit()
    awa = as_("awa")
    assert list(standing(awa, "/patient/", "access_request")) == [f"access_request_{cast.grant.id}"]
    assert not standing(awa, "/patient/", "prescription")
    assert standing(awa, "/patient/access-requests", "access_request")[f"access_request_{asked.id}"] == "cancelled"
    assert standing(awa, "/patient/prescriptions", "prescription") == {f"prescription_{old.id}": "cancelled"}


def test_an_empty_dashboard_says_what_will_come(as_, cast):
    page = as_("moussa").get("/patient/").text
    for words in ("Vous seul lisez votre dossier", "Aucune ordonnance en cours", "Personne n’a ouvert votre dossier"):
        assert words in page


@pytest.mark.parametrize("path", ["", "access-requests", "prescriptions", "medical-records", "access-log"])
def test_nobody_but_patients_has_these_pages(as_, client, cast, path):
    assert as_("moussa").get(f"/patient/{path}").status_code == 200
    for name in ("fatou", "aminata", "ousmane", "ndeye"):
        assert as_(name).get(f"/patient/{path}").status_code == 403
    assert client.get(f"/patient/{path}").status_code == 302


# Decisions


def test_a_request_arrives_is_decided_and_withdrawn_as_a_reload_shows(as_, cast, listening):
    awa = as_("awa")
    socket = listening(awa)
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)
    (card,) = swapped(told(socket), f"access_request_{asked.id}")
    assert card in awa.get("/patient/").text
    answer = post(awa, f"/patient/access-requests/{asked.id}/approval", f"access_request_{asked.id}")
    frames = told(socket, "access_request_status_changed")
    assert swapped(frames, f"access_request_{asked.id}") == [answer.text]
    assert answer.text in awa.get("/patient/").text
    (detail,) = swapped(frames, f"access_request_detail_{asked.id}")
    assert detail in awa.get(f"/patient/access-requests/{asked.id}").text


def test_an_act_on_its_own_page_answers_the_detail(as_, asked):
    awa = as_("awa")
    place = f"access_request_detail_{asked.id}"
    answer = post(awa, f"/patient/access-requests/{asked.id}/approval", place, level="read", days="7")
    assert f'id="{place}"' in answer.text
    assert answer.text in awa.get(f"/patient/access-requests/{asked.id}").text
    granted = again(asked)
    assert (granted.status, granted.level, granted.days) == ("approved", "read", 7)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"days": "31"}, "days"),
        ({"days": "0"}, "days"),
        ({"days": "x"}, "days"),
        ({"level": "x"}, "level"),
    ],
)
def test_a_yes_that_is_wrong_comes_back_with_its_words(as_, asked, given, wrong):
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/access-requests/{asked.id}/approval", **{"level": "write", "days": "5"} | given)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#approval")
    page = html.Page(answer.text, fragment=True)
    assert page.ids["approval"] and page.ids[f"{wrong}-error"]
    if "days" in given:
        assert f'value="{given["days"]}"' in answer.text
    assert again(asked).status == "pending"


def test_a_level_is_never_widened(as_, cast):
    asked = request_access(cast.awa.id, reason="Toux", level="read", days=5, actor=cast.ibrahima)
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/access-requests/{asked.id}/approval", level="write")
    assert answer.status_code == 422
    assert "Vous ne pouvez que réduire" in answer.text


def test_a_no_keeps_its_note_from_the_doctor(as_, asked, listening):
    awa, ibrahima = as_("awa"), as_("ibrahima")
    socket = listening(ibrahima)
    post(awa, f"/patient/access-requests/{asked.id}/rejection", note="Je ne le connais pas")
    assert again(asked).status == "rejected"
    assert "Je ne le connais pas" in awa.get(f"/patient/access-requests/{asked.id}").text
    heard = told(socket, "access_request_status_changed")
    assert heard and "Je ne le connais pas" not in str(heard)
    for path in ("/doctor/", f"/doctor/access-requests/{asked.id}"):
        assert "Je ne le connais pas" not in ibrahima.get(path).text


def test_a_note_that_is_too_long_comes_back_whole(as_, asked):
    awa = as_("awa")
    with nothing_written():
        answer = post(awa, f"/patient/access-requests/{asked.id}/rejection", note="x" * 501)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#rejection")
    assert "x" * 501 in answer.text


def test_cutting_an_access_takes_the_file_off_the_doctors_page(as_, cast, listening):
    awa, fatou = as_("awa"), as_("fatou")
    socket = listening(fatou)
    assert fatou.get(f"/doctor/patients/{cast.awa.id}").status_code == 200
    answer = post(awa, f"/patient/access-requests/{cast.grant.id}/revocation")
    assert 'data-status="revoked"' in answer.text
    assert swapped(told(socket), f"patient_file_{cast.awa.id}") == [""]
    assert fatou.get(f"/doctor/patients/{cast.awa.id}").status_code == 404


def test_a_decision_is_taken_once(as_, asked):
    awa = as_("awa")
    post(awa, f"/patient/access-requests/{asked.id}/rejection")
    for decision in ("approval", "rejection", "revocation"):
        with nothing_written():
            assert post(awa, f"/patient/access-requests/{asked.id}/{decision}").status_code == 409


@pytest.mark.parametrize("act_", ["approval", "rejection", "revocation"])
def test_nobody_decides_for_another_patient(as_, asked, act_):
    moussa = as_("moussa")
    assert moussa.get(f"/patient/access-requests/{asked.id}").status_code == 404
    for id in (asked.id, uuid4()):
        with nothing_written():
            assert post(moussa, f"/patient/access-requests/{id}/{act_}").status_code == 404
