"""Signing in, registering, keeping signed in and signing out, as a browser does it."""

import pytest

from fadjma.domain.accounts import ACCOUNT_FAILURES, Status
from fadjma.extensions import db
from fadjma.models import Session, User
from fadjma.models.types import utcnow
from fadjma.queries import sessions
from tests import html
from tests.people import PASSWORD, act, sign_in, told
from tests.traces import nothing_written, written

AWA = {"login": "awa@fadjma.example", "password": PASSWORD}
MARIAMA = {
    "role": "patient",
    "name": "Mariama Cissé",
    "email": "mariama@fadjma.example",
    "birth_date": "1988-03-01",
    "password": "baobab-lune-42",
}


@pytest.fixture
def stranger(cast, client):
    """Somebody before a clinic of the cast, not signed in."""
    return client


def cookies(browser):
    """Return the names of the cookies a browser holds."""
    return {name for name in NAMES if browser.get_cookie(name) or browser.get_cookie(name, path="/session/refresh")}


NAMES = ("access_token_cookie", "refresh_token_cookie", "csrf_access_token", "csrf_refresh_token")


def values(answer):
    """Return {field: what stands in it} of the form of a page."""
    inputs = html.Page(answer.text).root.iter("input")
    return {field.get("name"): field.get("value") for field in inputs}


def problems(answer):
    """Return the ids of the fields that a page says are wrong."""
    return {e.get("id") for e in html.Page(answer.text).root.iter() if e.get("aria-invalid") == "true"}


# Signing in


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("", "/"),
        ("/patient/prescriptions?after=1", "/patient/prescriptions?after=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("//[", "/"),
        ("patient", "/"),
    ],
)
def test_signing_in_leads_to_where_one_wanted_to_go_on_this_site(stranger, wanted, goes_to):
    answer = stranger.post("/login", data={**AWA, "next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, goes_to)
    assert cookies(stranger) == set(NAMES)


def test_a_page_that_needs_somebody_brings_them_back_to_it(stranger):
    answer = stranger.get("/patient/medical-records?kind=note")
    assert answer.headers["Location"] == "/login?next=%2Fpatient%2Fmedical-records%3Fkind%3Dnote"
    assert values(stranger.get(answer.headers["Location"]))["next"] == "/patient/medical-records?kind=note"


def test_home_leads_to_the_log_in_or_to_the_own_dashboard(stranger, as_):
    assert stranger.get("/").headers["Location"] == "/login"
    assert as_("fatou").get("/").headers["Location"] == "/doctor/"


def test_who_is_signed_in_needs_no_log_in_and_no_registration(as_):
    awa = as_("awa")
    assert awa.get("/login?next=/account").headers["Location"] == "/account"
    assert awa.get("/login").headers["Location"] == "/"
    assert awa.get("/register").headers["Location"] == "/"


@pytest.mark.parametrize("login", ["awa@fadjma.example", "nobody@fadjma.example", '"><script>'])
def test_a_refused_log_in_keeps_what_was_typed_but_the_password(stranger, login):
    answer = stranger.post("/login", data={"login": login, "password": "pas-le-bon", "next": "/account"})
    assert answer.status_code == 422
    assert values(answer) == {"next": "/account", "login": login, "password": ""}
    assert "Identifiant ou mot de passe incorrect." in answer.text
    assert "pas-le-bon" not in answer.text
    assert not cookies(stranger)


def test_too_many_failures_close_the_account_and_say_so(stranger):
    for _ in range(ACCOUNT_FAILURES):
        assert stranger.post("/login", data=AWA | {"password": "pas-le-bon"}).status_code == 422
    answer = stranger.post("/login", data=AWA)
    assert answer.status_code == 429
    assert "Trop d’essais de connexion." in answer.text
    assert values(answer)["login"] == AWA["login"]
    assert stranger.post("/login", data=AWA | {"login": "moussa@fadjma.example"}).status_code == 302


@pytest.mark.parametrize("path", ["/login", "/register"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_form_is_refused(stranger, path, headers):
    with nothing_written():
        assert stranger.post(path, data=AWA | MARIAMA, headers=headers).status_code == 403


def test_another_person_on_the_same_phone_replaces_the_first(app, as_, cast, listening):
    phone = as_("awa")
    socket = listening(phone)
    phone.post("/login", data={"login": "moussa@fadjma.example", "password": PASSWORD})
    assert [session.user_id for session in db.session.scalars(db.select(Session)) if session.is_alive(utcnow())] == [
        cast.moussa.id
    ]
    assert told(socket, "session_ending") == [{"reason": "replaced", "in_seconds": 0}]
    assert phone.get("/").headers["Location"] == "/patient/"
    assert "Moussa Sarr" in phone.get("/account").text


# Registering


@pytest.mark.parametrize(
    ("role", "asks"),
    [
        ("patient", {"birth_date"}),
        ("doctor", {"establishment", "town"}),
        ("pharmacist", {"pharmacy_id"}),
    ],
)
def test_each_role_is_asked_what_matters_for_it(stranger, role, asks):
    page = html.Page(stranger.get(f"/register?role={role}").text)
    named = {e.get("name") for e in page.root.iter() if e.tag in ("input", "select")}
    assert named == {"role", "name", "email", "phone", "password"} | asks


@pytest.mark.parametrize("role", ["", "admin", "x"])
def test_any_other_role_is_asked_as_a_patient(stranger, role):
    assert values(stranger.get(f"/register?role={role}"))["role"] == "patient"


def test_a_patient_registers_and_is_at_home(stranger):
    answer = stranger.post("/register", data=MARIAMA)
    assert answer.headers["Location"] == "/"
    home = stranger.get("/patient/")
    assert home.status_code == 200
    assert "Mariama Cissé" in home.text


def test_a_professional_registers_and_waits(stranger, cast):
    data = {"role": "pharmacist", "name": "Omar Ly", "phone": "775556677", "password": "baobab-lune-42"}
    stranger.post("/register", data=data | {"pharmacy_id": str(cast.plateau.id)})
    waiting = stranger.get("/", follow_redirects=True)
    assert waiting.request.path == "/account/waiting"
    assert "Pharmacie du Plateau" in waiting.text
    user = db.session.scalars(db.select(User).where(User.phone == "+221775556677")).one()
    assert (user.status, user.pharmacy_id) == (Status.PENDING, cast.plateau.id)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"email": "mariama"}, {"email"}),
        ({"email": "", "phone": ""}, {"email"}),
        ({"phone": "12"}, {"phone"}),
        ({"email": "awa@fadjma.example"}, {"email"}),
        ({"birth_date": ""}, {"birth_date"}),
        ({"birth_date": "hier"}, {"birth_date"}),
        ({"birth_date": "2999-01-01"}, {"birth_date"}),
        ({"password": "court"}, {"password"}),
        ({"name": "", "password": "court"}, {"name", "password"}),
    ],
)
def test_a_refused_registration_keeps_every_word_but_the_password(stranger, given, wrong):
    typed = MARIAMA | {"phone": "77 555 66 77"} | given
    with nothing_written():
        answer = stranger.post("/register", data=typed)
    assert answer.status_code == 422
    assert problems(answer) == wrong
    kept = values(answer)
    assert {name: kept[name] for name in ("role", "name", "email", "phone", "birth_date")} == {
        name: typed[name] for name in ("role", "name", "email", "phone", "birth_date")
    }
    assert kept["password"] == ""


def test_a_refused_pharmacist_keeps_their_role(stranger):
    answer = stranger.post("/register", data={"role": "pharmacist", "name": "Omar Ly", "pharmacy_id": "x"})
    assert answer.status_code == 422
    assert values(answer)["role"] == "pharmacist"
    assert values(answer)["name"] == "Omar Ly"
    assert "pharmacy_id" in problems(answer)


@pytest.mark.parametrize("role", ["admin", "x", ""])
def test_nobody_makes_themselves_an_admin(stranger, role):
    with nothing_written():
        assert stranger.post("/register", data=MARIAMA | {"role": role}).status_code == 422


# Keeping signed in


def refresh(browser, csrf=None):
    """Ask for fresh tokens as static/js/session.js does."""
    csrf = csrf if csrf is not None else browser.get_cookie("csrf_refresh_token").value
    return browser.post("/session/refresh", headers={"X-CSRF-TOKEN": csrf})


def test_a_refresh_gives_new_tokens_with_new_csrf_values(as_):
    awa = as_("awa")
    before = [awa.get_cookie(name).value for name in ("csrf_access_token", "csrf_refresh_token")]
    assert refresh(awa).json == {"expires_in": 900}
    after = [awa.get_cookie(name).value for name in ("csrf_access_token", "csrf_refresh_token")]
    assert not set(before) & set(after)
    assert act(awa, "/notifications/read-all").status_code == 200


@pytest.mark.parametrize("csrf", ["", "x"])
def test_a_refresh_without_its_csrf_value_is_refused(as_, csrf):
    awa = as_("awa")
    with nothing_written():
        assert refresh(awa, csrf).status_code in (302, 401)
    assert refresh(awa).status_code == 200


def test_a_page_opened_after_the_access_token_ended_is_still_signed_in(as_):
    awa = as_("awa")
    awa.delete_cookie("access_token_cookie")
    assert awa.get("/patient/").status_code == 200
    assert awa.get_cookie("access_token_cookie")
    assert len(written("SessionRefreshed")) == 1


def test_an_act_after_the_access_token_ended_asks_for_a_refresh_first(as_):
    awa = as_("awa")
    awa.delete_cookie("access_token_cookie")
    with nothing_written():
        assert act(awa, "/notifications/read-all").status_code == 401


# Signing out


def test_signing_out_ends_the_session_its_sockets_and_what_the_browser_kept(as_, listening):
    awa = as_("awa")
    socket = listening(awa)
    stolen = {name: awa.get_cookie(name).value for name in ("access_token_cookie", "csrf_access_token")}
    answer = act(awa, "/logout")
    assert answer.headers["HX-Redirect"] == "/login"
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert told(socket, "session_ending") == [{"reason": "signed_out", "in_seconds": 0}]
    assert not cookies(awa)
    for name, value in stolen.items():
        awa.set_cookie(name, value)
    assert awa.get("/patient/").status_code == 302


def test_a_log_out_without_its_csrf_value_ends_nothing(as_):
    awa = as_("awa")
    awa.post("/logout", headers={"Origin": "https://evil.example"})
    assert not written("SessionEnded")


def test_signing_out_on_one_device_leaves_the_other(app, as_):
    phone, desk = as_("awa"), sign_in(app, "awa")
    act(phone, "/logout")
    assert desk.get("/patient/").status_code == 200


@pytest.mark.parametrize(("leave", "reason"), [("/logout", "signed_out"), ("/login", "replaced")])
def test_a_session_whose_token_ran_out_ends_with_the_others(as_, cast, monkeypatch, leave, reason):
    """Left alone it would live for a month, and its device be signalled to, whoever holds it now."""
    awa = as_("awa")
    monkeypatch.setattr(sessions, "time", lambda: utcnow().timestamp() + 901)
    act(awa, leave, login="moussa@fadjma.example", password=PASSWORD)
    (ended,) = written("SessionEnded")
    assert (ended.payload["reason"], ended.actor_id) == (reason, cast.awa.id)
