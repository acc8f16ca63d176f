"""Emergencies on pages: the form, the banner, the patient's card, the admin's list; live as a reload shows, and no more."""

import pytest

from fadjma.commands.emergencies import begin_emergency, close_emergency, contest_emergency
from fadjma.domain import accounts as rules
from fadjma.domain.access_requests import Status
from fadjma.extensions import db
from fadjma.models import AccessRequest
from tests.people import PASSWORD, act, told
from tests.web.live import swaps
from tests.web.pages import again, post, standing, swapped

SECRET = "Coma hypoglycémique"
FORM = {"reason": SECRET, "reason_code": "cannot_consent", "password": PASSWORD}


@pytest.fixture
def opened(cast):
    """Ibrahima's emergency with Awa."""
    return begin_emergency(cast.awa.id, reason=SECRET, reason_code="cannot_consent", actor=cast.ibrahima)


def test_a_doctor_opens_a_file_from_the_search(as_, cast):
    ibrahima, path = as_("ibrahima"), f"/doctor/patients/{cast.awa.id}/emergency"
    assert f"{path}/new" in ibrahima.get("/doctor/patients?q=Awa").text
    assert "4 heures" in ibrahima.get(f"{path}/new").text
    answer = act(ibrahima, path, **FORM)
    assert answer.headers["HX-Redirect"] == f"/doctor/patients/{cast.awa.id}"
    page = ibrahima.get(answer.headers["HX-Redirect"]).text
    assert "Accès d’urgence, lecture seule" in page and "3\u00a0h\u00a059" in page
    assert "Prescrire</a>" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "not mine"}, "Ce n’est pas votre mot de passe"),
        ({"password": ""}, "Ce champ est nécessaire"),
        ({"reason": ""}, "Ce champ est nécessaire"),
        ({"reason_code": "curiosity"}, "Choisissez une valeur"),
    ],
)
def test_a_wrong_form_comes_back_with_every_word_but_the_password(as_, cast, wrong, said):
    answer = act(as_("ibrahima"), f"/doctor/patients/{cast.awa.id}/emergency", **FORM | wrong)
    assert answer.status_code == 422 and answer.headers["HX-Retarget"] == "#emergency-form"
    assert said in answer.text
    assert SECRET in answer.text or not wrong.get("reason", True)
    assert PASSWORD not in answer.text and "not mine" not in answer.text
    assert AccessRequest.query.filter_by(emergency=True).count() == 0


def test_whoever_guesses_is_stopped(as_, cast, monkeypatch):
    monkeypatch.setattr(rules, "ACCOUNT_FAILURES", 1)
    ibrahima, path = as_("ibrahima"), f"/doctor/patients/{cast.awa.id}/emergency"
    assert act(ibrahima, path, **FORM | {"password": "not mine"}).status_code == 422
    assert act(ibrahima, path, **FORM).status_code == 429


def test_the_patient_sees_it_at_once_as_a_reload_shows(as_, cast, listening):
    awa, ousmane = as_("awa"), as_("ousmane")
    phone, desk = listening(awa), listening(ousmane)
    made = begin_emergency(cast.awa.id, reason=SECRET, reason_code="other", actor=cast.ibrahima)
    (card,) = swapped(told(phone), f"access_request_{made.id}")
    assert card in awa.get("/patient/").text and card in awa.get("/patient/access-requests").text
    assert SECRET in card and "Contester" in card
    (shown,) = swapped(told(desk), f"access_request_{made.id}")
    assert shown in ousmane.get("/admin/").text and shown in ousmane.get("/admin/emergencies").text
    assert SECRET not in shown and "Justifié" not in shown


def test_closing_takes_the_file_off_the_doctors_page_at_once(as_, cast, opened, listening):
    ibrahima = as_("ibrahima")
    ear = listening(ibrahima)
    answer = post(ibrahima, f"/doctor/access-requests/{opened.id}/closure", f"access_request_{opened.id}")
    made = swaps(told(ear, "access_request_status_changed")[0])
    assert made[f"patient_file_{cast.awa.id}"] == ""
    assert made[f"access_request_{opened.id}"] == answer.text
    assert answer.text in ibrahima.get("/doctor/").text
    assert ibrahima.get(f"/doctor/patients/{cast.awa.id}").status_code == 404


def test_the_patient_contests_from_the_card_or_from_its_page(as_, cast, opened, listening):
    awa = as_("awa")
    assert 'id="contest"' in awa.get(f"/patient/access-requests/{opened.id}").text
    too_long = act(awa, f"/patient/access-requests/{opened.id}/contest", note="x" * 501)
    assert too_long.status_code == 422 and too_long.headers["HX-Retarget"] == "#contest"
    ear = listening(as_("ibrahima"))
    detail = f"access_request_detail_{opened.id}"
    answer = post(awa, f"/patient/access-requests/{opened.id}/contest", detail, note="Je dormais")
    assert 'data-asked="contest"' in answer.text and "Je dormais" in answer.text
    assert answer.text in awa.get(f"/patient/access-requests/{opened.id}").text
    (frame,) = told(ear)
    assert "conteste" in frame["message"] and "dormais" not in str(frame)
    assert again(opened).status == Status.EMERGENCY
    card = post(awa, f"/patient/access-requests/{opened.id}/contest", f"access_request_{opened.id}")
    assert card.status_code == 409


def test_the_admin_judges_from_the_dashboard_or_the_list(as_, cast, opened, listening):
    ousmane, awa, ibrahima = as_("ousmane"), as_("awa"), as_("ibrahima")
    close_emergency(opened.id, actor=cast.ibrahima)
    contest_emergency(opened.id, note="Je dormais", actor=cast.awa)
    assert standing(ousmane, "/admin/emergencies?waiting=1", "access_request") == {
        f"access_request_{opened.id}": "contested"
    }
    ears = {name: listening(browser) for name, browser in (("awa", awa), ("ibrahima", ibrahima))}
    answer = act(ousmane, f"/admin/emergencies/{opened.id}/review", verdict="justified")
    assert answer.text in ousmane.get("/admin/emergencies").text
    assert standing(ousmane, "/admin/emergencies?waiting=1", "access_request") == {}
    for name, place in (("awa", "/patient/"), ("ibrahima", "/doctor/")):
        frames = told(ears[name], "access_request_status_changed")
        assert "a été jugé justifié" in frames[0]["message"]
        (card,) = swapped(frames, f"access_request_{opened.id}")
        assert card in {"awa": awa, "ibrahima": ibrahima}[name].get(place).text
    assert act(ousmane, f"/admin/emergencies/{opened.id}/review", verdict="justified").status_code == 409
    assert act(ousmane, f"/admin/emergencies/{opened.id}/review", verdict="closed").status_code == 422


def test_an_admin_reads_nothing_clinical_anywhere(as_, cast, opened):
    close_emergency(opened.id, actor=cast.ibrahima)
    contest_emergency(opened.id, note="Je dormais", actor=cast.awa)
    ousmane = as_("ousmane")
    for page in ("", "emergencies", "emergencies?waiting=1", "audit", "audit?family=access"):
        text = ousmane.get(f"/admin/{page}").text
        assert SECRET not in text and "dormais" not in text
    centre = ousmane.get("/notifications").text
    assert "Dr Ibrahima Fall" in centre and SECRET not in centre and "dormais" not in centre
    assert ousmane.get(f"/doctor/patients/{cast.awa.id}").status_code == 403


def test_a_file_read_in_an_emergency_says_so_in_the_patients_log(as_, cast, opened):
    as_("ibrahima").get(f"/doctor/patients/{cast.awa.id}")
    assert "Accès d’urgence, ouvert le" in as_("awa").get("/patient/access-log").text


def test_what_is_contested_too_late_no_longer_offers_it(as_, cast, opened):
    close_emergency(opened.id, actor=cast.ibrahima)
    row = db.session.get(AccessRequest, opened.id)
    row.ended_at = row.ended_at.replace(year=row.ended_at.year - 1)
    db.session.commit()
    page = as_("awa").get(f"/patient/access-requests/{opened.id}").text
    assert SECRET in page and 'id="contest"' not in page
