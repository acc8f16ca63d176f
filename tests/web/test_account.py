"""The account page: who one is, devices and their end, a new password; and the page of who waits for verification."""

import pytest

from fadjma.commands.accounts import administer_account
from fadjma.domain.accounts import Status
from fadjma.extensions import db
from fadjma.models import Session
from fadjma.models.types import utcnow
from fadjma.queries import sessions
from tests import html
from tests.people import PASSWORD, act, sign_in, told
from tests.traces import nothing_written, written

EVERYBODY = ("awa", "fatou", "aminata", "ousmane", "ndeye")
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile Safari/537.36"
PASSWORDS = {"current_password": PASSWORD, "password": "un-mot-de-passe-neuf"}


def listed(browser):
    """Return [(id, text)] of the devices on somebody's account page."""
    page = html.Page(browser.get("/account").text)
    rows = page.root.iterfind(".//ul[@id='sessions']/li")
    return [(row.get("id"), html.said(row)) for row in rows]


def here(browser):
    """Return the id of the session of a browser."""
    return next(id for id, said in listed(browser) if "Cet appareil" in said)


@pytest.mark.parametrize("name", EVERYBODY)
def test_everyone_sees_who_they_are(as_, cast, name):
    page = as_(name).get("/account")
    person = getattr(cast, name)
    assert page.status_code == 200
    assert person.name in page.text and person.email in page.text and person.phone in page.text


def test_devices_are_named_as_their_owner_knows_them(app, as_):
    awa, phone = as_("awa"), app.test_client()
    data = {"login": "awa@fadjma.example", "password": PASSWORD}
    phone.post("/login", data=data, headers={"User-Agent": ANDROID})
    (first, second) = [said for _, said in listed(awa)]
    assert first.startswith("Chrome sur Android")
    assert second.startswith("Application") and "Cet appareil" in second


def test_a_device_that_is_ended_is_out_at_once(app, as_, listening):
    desk, lost = as_("awa"), sign_in(app, "awa")
    socket, ours = listening(lost), listening(desk)
    session = here(lost)
    answer = act(desk, f"/account/sessions/{session.removeprefix('session_')}/end")
    assert answer.status_code == 200
    assert 'data-status="ended"' in answer.text and "Déconnecté le" in answer.text
    assert told(socket, "session_ending") == [{"reason": "ended_elsewhere", "in_seconds": 0}]
    assert told(ours, "session_ending") == []
    assert lost.get("/patient/").status_code == 302
    assert desk.get("/patient/").status_code == 200
    assert session not in dict(listed(desk))


def test_nobody_ends_the_device_of_somebody_else(as_, cast):
    awa, moussa = as_("awa"), as_("moussa")
    session = here(awa).removeprefix("session_")
    with nothing_written():
        assert act(moussa, f"/account/sessions/{session}/end").status_code == 404
    assert awa.get("/patient/").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-TOKEN": ""}, {"X-CSRF-TOKEN": "x"}])
@pytest.mark.parametrize("path", ["/account/password", "/account/sessions/{}/end"])
def test_an_act_without_its_csrf_value_is_refused(as_, headers, path):
    awa = as_("awa")
    path = path.format(here(awa).removeprefix("session_"))
    with nothing_written():
        assert awa.post(path, data=PASSWORDS, headers={"HX-Request": "true", **headers}).status_code == 401


def test_a_new_password_signs_the_other_devices_out_and_says_so(app, as_, cast, listening):
    desk, other = as_("awa"), sign_in(app, "awa")
    socket = listening(other)
    answer = act(desk, "/account/password", **PASSWORDS)
    assert answer.status_code == 200
    assert "Mot de passe changé." in answer.text
    assert told(socket, "session_ending") == [{"reason": "password_changed", "in_seconds": 0}]
    assert [session.id for session in sessions.of(cast.awa, utcnow())] == [
        session.id for session in db.session.scalars(db.select(Session)) if session.is_alive(utcnow())
    ]
    assert other.get("/patient/").status_code == 302
    assert desk.get("/patient/").status_code == 200
    again = {"login": "awa@fadjma.example", "password": PASSWORDS["password"]}
    assert app.test_client().post("/login", data=again).status_code == 302


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"current_password": "pas-le-bon"}, {"current_password"}),
        ({"password": "court"}, {"password"}),
        ({"current_password": "", "password": ""}, {"current_password", "password"}),
    ],
)
def test_a_refused_password_says_what_is_wrong_and_repeats_none(as_, given, wrong):
    awa = as_("awa")
    answer = act(awa, "/account/password", **PASSWORDS | given)
    assert answer.status_code == 422
    page = html.Page(answer.text, fragment=True)
    assert {e.get("id") for e in page.elements if e.get("aria-invalid") == "true"} == wrong
    assert all(typed not in answer.text for typed in (*PASSWORDS.values(), "pas-le-bon"))
    assert "Mot de passe changé." not in answer.text


# Waiting for verification


@pytest.mark.parametrize("path", ["/", "/doctor/"])
def test_who_is_not_verified_waits_on_a_page_of_their_own(as_, path):
    page = as_("ndeye").get(path, follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, "/account/waiting")
    assert "attend d’être vérifié" in page.text
    assert "/doctor/patients" not in page.text


def test_everything_else_of_their_role_is_closed(as_, cast):
    ndeye = as_("ndeye")
    assert ndeye.get("/doctor/patients").status_code == 403
    assert ndeye.get("/notifications").status_code == 200


def test_a_verified_doctor_goes_on_by_themselves(as_, cast, listening):
    ndeye = as_("ndeye")
    socket = listening(ndeye)
    administer_account(cast.ndeye.id, Status.ACTIVE, actor=cast.ousmane)
    assert told(socket, "session_ending") == [{"reason": "account_changed", "in_seconds": 0}]
    assert ndeye.get("/").headers["Location"] == "/doctor/"
    assert ndeye.get("/doctor/").status_code == 200
    assert ndeye.get("/account/waiting").headers["Location"] == "/"
    assert "Compte vérifié" in ndeye.get("/notifications").text


def test_a_suspended_person_is_out_at_once(as_, cast, listening):
    awa = as_("awa")
    socket = listening(awa)
    administer_account(cast.awa.id, Status.SUSPENDED, actor=cast.ousmane)
    assert told(socket, "session_ending") == [{"reason": "account_changed", "in_seconds": 0}]
    assert awa.get("/patient/").headers["Location"].startswith("/login")


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_keys_are_turned_off_and_on_again_on_all_ones_devices(app, as_, cast, name):
    phone, desk = as_(name), sign_in(app, name)
    assert '<dialog id="keys"' in desk.get("/account").text
    for wanted, there in (("off", False), ("on", True)):
        assert act(phone, "/account/shortcuts", shortcuts=wanted).headers["HX-Refresh"] == "true"
        assert ('<dialog id="keys"' in desk.get("/account").text) is there
        assert "/account/shortcuts" in desk.get("/account").text
    assert [fact.payload["shortcuts"] for fact in written("ShortcutsChosen")] == [False, True]
